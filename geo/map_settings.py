"""What the maps of pages start from: centre, zoom and tiles."""

from typing import Any, Final

from django.conf import settings
from django.contrib.gis.geos import Point

CLOSE_ZOOM: Final = 15
"""Streets and houses can be told apart."""


def tile_settings() -> dict[str, str]:
    """The raster tiles of the installation; an empty address means none."""
    return {"tileUrl": settings.PANTAU_TILE_URL, "tileAttribution": settings.PANTAU_TILE_ATTRIBUTION}


def map_settings(point: Point | None = None, *, zoom: int = CLOSE_ZOOM) -> dict[str, Any]:
    """A map around ``point`` at ``zoom``, or of the region; ``center`` is latitude and longitude, as Leaflet has it."""
    if point is None:
        place = {"center": list(settings.PANTAU_REGION_CENTER), "zoom": settings.PANTAU_REGION_ZOOM}
    else:
        place = {"center": [point.y, point.x], "zoom": zoom}
    return {**place, **tile_settings()}
