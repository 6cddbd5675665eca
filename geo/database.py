"""Between shapely, in which shapes are worked on, and GEOSGeometry, in which Django stores them. EPSG:4326 on both
sides.
"""

import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from shapely.geometry.base import BaseGeometry


def to_geos(geometry: BaseGeometry) -> GEOSGeometry:
    """The same shape for a model's field."""
    return GEOSGeometry(memoryview(shapely.to_wkb(geometry)), srid=4326)


def to_geos_area(geometry: shapely.MultiPolygon) -> MultiPolygon:
    """The same surface for a model's MultiPolygonField."""
    shape = to_geos(geometry)
    if not isinstance(shape, MultiPolygon):
        raise TypeError(f"expected a MultiPolygon, not {shape.geom_type}")
    return shape


def from_geos(geometry: GEOSGeometry) -> BaseGeometry:
    """The same shape for shapely."""
    shape: BaseGeometry = shapely.from_wkb(bytes(geometry.wkb))
    return shape
