"""`GET /api/v1/areas`: areas as GeoJSON."""

from typing import Annotated, Literal

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe
from pydantic import AfterValidator

from geo.api.freshness import table_etag
from geo.api.replies import Parameters, answers_errors, feature_collection, parameters
from geo.codes import AreaLevel, parse_code
from geo.errors import RefusedParameter

# More than any province has villages per regency, fewer than would make a browser stall.
MAX_AREAS = 5000

# Degrees by which an outline may be simplified; about 550, 220, 55 and 22 m, below a pixel at the scale where the
# level is drawn.
_TOLERANCE = {
    AreaLevel.PROVINCE: 0.005,
    AreaLevel.REGENCY: 0.002,
    AreaLevel.DISTRICT: 0.0005,
    AreaLevel.VILLAGE: 0.0002,
}

# `parent` matches by code prefix so that a regency's villages can be asked for as well; uses the unique index on code.
_AREAS = """
SELECT a.code, a.name, a.level, ST_X(a.point), ST_Y(a.point),
       CASE %(geometry)s
            WHEN 'none' THEN NULL
            WHEN 'full' THEN ST_AsGeoJSON(a.geometry, 7)
            ELSE ST_AsGeoJSON(ST_Multi(ST_SimplifyPreserveTopology(a.geometry, %(tolerance)s)), 5) END
  FROM geo_area a
 WHERE a.level = %(level)s AND (%(parent)s = '' OR a.code LIKE %(parent)s || '.%%')
 ORDER BY a.code
 LIMIT %(limit)s
"""


def _code(value: str) -> str:
    return parse_code(value).text if value else ""


class AreaParameters(Parameters):
    """What may be asked. `geometry`: simplified outlines, full ones, or none."""

    level: AreaLevel
    parent: Annotated[str, AfterValidator(_code)] = ""
    geometry: Literal["simplified", "full", "none"] = "simplified"


def _etag(request: HttpRequest) -> str:
    return table_etag("geo_area", request)


@require_safe
@answers_errors
@cache_control(public=True, max_age=60, must_revalidate=True)
@condition(etag_func=_etag)
def areas(request: HttpRequest) -> HttpResponse:
    """Areas of one level, all or within a parent. Answers 400 rather than cutting a list off."""
    asked = parameters(request, AreaParameters)
    values: dict[str, str | float] = {
        "level": asked.level.value,
        "parent": asked.parent,
        "geometry": asked.geometry,
        "tolerance": _TOLERANCE[asked.level],
        "limit": MAX_AREAS + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(_AREAS, values)
        rows = cursor.fetchall()
    if len(rows) > MAX_AREAS:
        raise RefusedParameter(gettext("That is more than %(limit)d areas; name a parent.") % {"limit": MAX_AREAS})
    return feature_collection(
        ({"code": code, "name": name, "level": level, "lon": lon, "lat": lat}, geometry)
        for code, name, level, lon, lat, geometry in rows
    )
