"""``/tiles/<source>/<z>/<x>/<y>.mvt``"""

import gzip

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from kit.http.etag import etag_of, has_current
from layers import tiles
from layers.api.parameters import read_query
from layers.errors import NoSuchTile

CONTENT_TYPE = "application/vnd.mapbox-vector-tile"


@require_safe
def tile(request: HttpRequest, source: str, z: int, x: int, y: int) -> HttpResponse:
    """200 with the tile, 204 where it is empty, 304 when the browser has it; 404 outside the world, 400 for a query."""
    read_query(request, ())
    try:
        chosen = tiles.tile_source(source, z, x, y)
    except NoSuchTile as error:
        # Tiles are fetched by programs, whatever their Accept header says: a page would be of no use to them.
        return JsonResponse({"error": {"code": error.code, "message": str(error), "field": None}}, status=error.status)
    etag = _etag(source, tiles.stamp(chosen), z, x, y)
    if has_current(request, etag):
        return _cached(HttpResponse(status=304), etag, chosen.fresh_s)
    data = tiles.cut_tile(chosen, z, x, y)
    if not data:
        return _cached(HttpResponse(status=204), etag, chosen.fresh_s)
    response = HttpResponse(data, content_type=CONTENT_TYPE)
    if accepts_gzip(request.headers.get("Accept-Encoding", "")):
        response.content = gzip.compress(data, 5)
        response.headers["Content-Encoding"] = "gzip"
    return _cached(response, etag, chosen.fresh_s)


def accepts_gzip(header: str) -> bool:
    """Whether an Accept-Encoding header allows gzip: by name or by ``*``, with a weight above 0 (RFC 9110)."""
    weights: dict[str, float] = {}
    for part in header.lower().split(","):
        coding, *parameters = (piece.strip() for piece in part.split(";"))
        weight = next((text[2:] for text in parameters if text.startswith("q=")), "1")
        try:
            weights[coding] = float(weight)
        except ValueError:
            weights[coding] = 0.0
    return weights.get("gzip", weights.get("*", 0.0)) > 0


def _etag(source: str, stamp: str, z: int, x: int, y: int) -> str:
    return etag_of(f"{source}/{z}/{x}/{y}@{stamp}", weak=True)


def _cached(response: HttpResponse, etag: str, fresh_s: int) -> HttpResponse:
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = f"public, max-age={fresh_s}, must-revalidate"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
