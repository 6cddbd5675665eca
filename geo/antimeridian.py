"""Shapes that cross 180 degrees, which the map's plane would draw around the whole world."""

from typing import Final

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from geo.cost import polygons_of

_WEST: Final = box(-180.0, -90.0, 180.0, 90.0)
_EAST: Final = box(180.0, -90.0, 540.0, 90.0)


def split_at_antimeridian(geometry: BaseGeometry) -> BaseGeometry:
    """The shape with each polygon that crosses 180 degrees cut there (RFC 7946, 3.1.9); others as they are.

    A ring crosses where a line of it is longer than 180 degrees and another such line leads back. A ring around a pole
    has no such line back, and a frame around the whole world touches 180 degrees on both sides: both stay.
    """
    polygons = polygons_of(geometry)
    crossing = [polygon for polygon in polygons if _crosses(polygon)]
    if not crossing:
        return geometry
    whole = [polygon for polygon in polygons if not _crosses(polygon)]
    return MultiPolygon([*whole, *(part for polygon in crossing for part in _split(polygon))])


def _crosses(polygon: Polygon) -> bool:
    west, _south, east, _north = polygon.bounds
    if not 180.0 < east - west < 360.0:
        return False
    leaps = np.diff(shapely.get_coordinates(polygon.exterior)[:, 0])
    return bool((leaps > 180.0).any() and (leaps < -180.0).any())


def _split(polygon: Polygon) -> list[Polygon]:
    unrolled = shapely.make_valid(shapely.transform(polygon, _unrolled), method="structure")
    east = shapely.transform(shapely.intersection(unrolled, _EAST), lambda points: points - [360.0, 0.0])
    return [*polygons_of(shapely.intersection(unrolled, _WEST)), *polygons_of(east)]


def _unrolled(points: np.ndarray) -> np.ndarray:
    """Longitudes from 0 to 360, in which the line at 180 degrees is no border."""
    return np.column_stack([np.where(points[:, 0] < 0, points[:, 0] + 360.0, points[:, 0]), points[:, 1]])
