"""``GET /api/v1/zones.geojson``: what is public, for everybody and every program."""

from urllib.parse import urlencode

from django.contrib.gis.db.models.functions import AsGeoJSON
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from kit.http.etag import etag_of
from layers.api.parameters import bounding_box, choice, number, read_query
from layers.geojson import COORDINATE_DECIMALS, GEOJSON, version_properties
from layers.models import Kind, Purpose, ZoneVersion
from layers.readable import finite_geojson, finite_json, readable
from layers.selectors import public_versions

_DEFAULT_LIMIT, _HIGHEST_LIMIT = 5000, 20_000
_MOST_BYTES = 24 * 1024 * 1024
_CHUNK = 100


@require_safe
def zones_geojson(request: HttpRequest) -> HttpResponse:
    """Public zones in the order of their numbers, narrowed by ``purpose``, ``kind``, ``bbox``.

    At most ``limit`` of them, and at most some 24 MB: ``numberMatched`` says how many there are, and ``next`` is the
    address of the following ones (``after`` a zone's number). Answers 304 without reading an outline where the caller
    has them.
    """
    query = read_query(request, ("purpose", "kind", "bbox", "limit", "after"))
    limit = number(query, "limit", default=_DEFAULT_LIMIT, lowest=1, highest=_HIGHEST_LIMIT)
    after = number(query, "after", default=0, lowest=0, highest=2**63 - 1)
    matched = _matching(query)
    ids = list(matched.values_list("pk", "zone_id"))
    etag = _etag(query, [pk for pk, _zone in ids])
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponse(status=304)
    else:
        wanted = [pk for pk, zone in ids if zone > after]
        features, last = _features(wanted[:limit])
        following = last if last is not None and any(zone > last for _pk, zone in ids) else None
        response = HttpResponse(_body(features, len(ids), query, following), content_type=GEOJSON)
    response.headers["ETag"] = etag
    patch_cache_control(response, public=True, max_age=5)
    return response


def _matching(query: dict[str, str]) -> QuerySet[ZoneVersion]:
    versions = public_versions()
    for name, choices in (("purpose", Purpose.values), ("kind", Kind.values)):
        if (value := choice(query, name, choices)) is not None:
            versions = versions.filter(**{name: value})
    if (box := bounding_box(query)) is not None:
        versions = versions.filter(geometry__intersects=box)
    return versions


def _etag(query: dict[str, str], version_ids: list[int]) -> str:
    """Versions never change, so their ids and the question say what the answer is."""
    return etag_of(f"{sorted(query.items())}|{version_ids}")


def _features(ids: list[int]) -> tuple[list[str], int | None]:
    """The features as JSON text while they fit, and the number of the last zone that was looked at."""
    features: list[str] = []
    size, last = 0, None
    for start in range(0, len(ids), _CHUNK):
        versions = (
            ZoneVersion.objects.filter(pk__in=ids[start : start + _CHUNK])
            .defer("geometry", "face_geometry")
            .annotate(outline=AsGeoJSON("geometry", precision=COORDINATE_DECIMALS))
            .order_by("zone_id")
        )
        rows = list(versions)
        for text in readable(rows, _feature):
            features.append(text)
            size += len(text)
        last = rows[-1].zone_id if rows else last
        if size > _MOST_BYTES:
            break
    return features, last


def _feature(version: ZoneVersion) -> str:
    outline = finite_geojson(version.outline)  # type: ignore[attr-defined]
    properties = finite_json(version_properties(version))
    return f'{{"type":"Feature","id":{version.zone_id},"properties":{properties},"geometry":{outline}}}'


def _body(features: list[str], matched: int, query: dict[str, str], following: int | None) -> str:
    members: dict[str, object] = {"numberMatched": matched, "numberReturned": len(features)}
    if following is not None:
        members["next"] = "/api/v1/zones.geojson?" + urlencode(query | {"after": str(following)})
    return f'{{"type":"FeatureCollection",{finite_json(members)[1:-1]},"features":[{",".join(features)}]}}'
