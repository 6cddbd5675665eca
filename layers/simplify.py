"""Outlines small enough to be sent to every open wall at once."""

import shapely
from django.contrib.gis.geos import MultiPolygon
from shapely.geometry import MultiPolygon as ShapelyMultiPolygon
from shapely.geometry import Polygon

from geo.repair import simplified
from layers.geojson import COORDINATE_DECIMALS
from layers.outlines import stored

VERTEX_BUDGET = 2000
"""Some 35 kB of GeoJSON: a wall parses it within a frame. Tiles and the API carry the full outline."""

_FIRST_TOLERANCE_DEG = 1e-5  # about one metre


def within_budget(outline: MultiPolygon, budget: int = VERTEX_BUDGET) -> MultiPolygon:
    """The outline with at most ``budget`` vertices, coordinates rounded as events carry them, SRID 4326.

    Simplified by Douglas and Peucker with growing tolerance; when even that leaves too many, as with thousands of small
    parts, the largest parts are kept.
    """
    shape = shapely.from_wkb(bytes(outline.wkb))
    tolerance = _FIRST_TOLERANCE_DEG
    simple = shape
    while shapely.get_num_coordinates(simple) > budget and tolerance < 0.02:
        simple = _polygonal(simplified(shape, tolerance))
        tolerance *= 1.6
    if shapely.get_num_coordinates(simple) > budget:
        simple = _largest_parts(simple, budget)
    return stored(shapely.transform(_polygonal(simple), lambda points: points.round(COORDINATE_DECIMALS)))


def _polygonal(shape: shapely.Geometry) -> ShapelyMultiPolygon:
    parts = shapely.get_parts(shapely.get_parts(shape))
    return ShapelyMultiPolygon([part for part in parts if isinstance(part, Polygon) and not part.is_empty])


def _largest_parts(shape: shapely.Geometry, budget: int) -> ShapelyMultiPolygon:
    kept: list[Polygon] = []
    left = budget
    for part in sorted(shapely.get_parts(shape), key=shapely.area, reverse=True):
        outer = part if shapely.get_num_coordinates(part) <= left else Polygon(part.exterior)
        left -= int(shapely.get_num_coordinates(outer))
        if left < 0 and kept:
            break
        kept.append(outer)
    return ShapelyMultiPolygon(kept)
