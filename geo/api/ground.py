"""`GET /api/v1/ground`: roads, water and peaks as GeoJSON, for a map that has no tiles."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from geo.api.freshness import table_etag
from geo.api.replies import Parameters, answers_errors, feature_collection, parameters
from geo.models import GroundKind

_GROUND = """
SELECT code, kind, name, classification, ST_AsGeoJSON(geometry, 5)
  FROM geo_groundfeature
 WHERE %(kind)s = '' OR kind = %(kind)s
 ORDER BY code
"""


class GroundParameters(Parameters):
    """`kind` may be left out for all."""

    kind: GroundKind | None = None


def _etag(request: HttpRequest) -> str:
    return table_etag("geo_groundfeature", request)


@require_safe
@answers_errors
@cache_control(public=True, max_age=60, must_revalidate=True)
@condition(etag_func=_etag)
def ground(request: HttpRequest) -> HttpResponse:
    """All ground features, or those of one kind."""
    asked = parameters(request, GroundParameters)
    with connection.cursor() as cursor:
        cursor.execute(_GROUND, {"kind": asked.kind.value if asked.kind else ""})
        rows = cursor.fetchall()
    return feature_collection(
        ({"code": code, "kind": kind, "name": name, "class": classification}, geometry)
        for code, kind, name, classification, geometry in rows
    )
