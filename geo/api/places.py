"""`GET /api/v1/places` (search) and `GET /api/v1/places/at` (what is here)."""

from dataclasses import asdict
from typing import Annotated

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from pydantic import Field

from geo.api.replies import Parameters, answers_errors, parameters
from geo.gazetteer import areas_at, name_of, search
from geo.search import MAX_RESULTS


class SearchParameters(Parameters):
    """`q`: a name, "name, district", or coordinates."""

    q: Annotated[str, Field(min_length=1, max_length=120)]
    limit: Annotated[int, Field(ge=1, le=MAX_RESULTS)] = 10


class PointParameters(Parameters):
    """Degrees, WGS 84."""

    lon: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]


@require_safe
@answers_errors
@cache_control(private=True, max_age=60)
def places(request: HttpRequest) -> HttpResponse:
    """The best matches, best first."""
    asked = parameters(request, SearchParameters)
    return JsonResponse([asdict(place) for place in search(asked.q, asked.limit)], safe=False)


@require_safe
@answers_errors
@cache_control(private=True, max_age=60)
def places_at(request: HttpRequest) -> HttpResponse:
    """The areas that hold a point, outermost first, and its short name; an empty name outside all of them."""
    asked = parameters(request, PointParameters)
    found = areas_at(asked.lon, asked.lat)
    listed = [{"code": area.code, "name": area.name, "level": area.level} for area in found]
    return JsonResponse({"name": name_of(found), "areas": listed})
