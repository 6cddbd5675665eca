"""``GET /api/v1/layers``: the map sources that the caller may be told of."""

from dataclasses import asdict

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from layers.api.parameters import read_query
from layers.catalogue import sources_for


@require_safe
def layers(request: HttpRequest) -> JsonResponse:
    """``{"layers": [{id, title, title_id, title_en, kind, url, audience, attribution, min_zoom}]}``"""
    read_query(request, ())
    return JsonResponse(
        {"layers": [asdict(source) | {"title": source.title} for source in sources_for(request.user)]},
    )
