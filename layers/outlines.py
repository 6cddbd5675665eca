"""Between the two geometry libraries: shapely computes, the database takes GEOS."""

import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from shapely.geometry import MultiPolygon as ShapelyMultiPolygon


def stored(shape: ShapelyMultiPolygon) -> MultiPolygon:
    """The shape as the database takes it, SRID 4326."""
    outline = GEOSGeometry(memoryview(shapely.to_wkb(shape)), srid=4326)
    if not isinstance(outline, MultiPolygon):
        raise TypeError(f"an outline became a {outline.geom_type}")
    return outline
