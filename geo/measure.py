"""Lengths, areas, bearings and circles on the WGS 84 ellipsoid (Karney's geodesics through PROJ). Degrees in, metres
out.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

_GEOD = Geod(ellps="WGS84")


def distance_m(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """The geodesic's length between two points."""
    _, _, metres = _GEOD.inv(lon_a, lat_a, lon_b, lat_b)
    return float(metres)


def bearing_deg(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """The course at A towards B, clockwise from north, 0 <= value < 360."""
    azimuth, _, _ = _GEOD.inv(lon_a, lat_a, lon_b, lat_b)
    return float(azimuth) % 360.0


def destination(lon: float, lat: float, bearing: float, metres: float) -> tuple[float, float]:
    """Where one arrives, as (lon, lat)."""
    end_lon, end_lat, _ = _GEOD.fwd(lon, lat, bearing, metres)
    return float(end_lon), float(end_lat)


def length_m(geometry: BaseGeometry) -> float:
    """The geodesic length of lines; for polygons, of their boundaries."""
    return abs(float(_GEOD.geometry_length(geometry)))


def area_m2(geometry: BaseGeometry) -> float:
    """The geodesic area of polygons, whatever way their rings turn; 0 for lines and points. Rings of an invalid
    polygon count each for itself.
    """
    return sum(_polygon_area_m2(part) for part in shapely.get_parts(geometry) if isinstance(part, Polygon))


def _polygon_area_m2(polygon: Polygon) -> float:
    shell = _ring_area_m2(shapely.get_coordinates(polygon.exterior))
    return max(shell - sum(_ring_area_m2(shapely.get_coordinates(ring)) for ring in polygon.interiors), 0.0)


def _ring_area_m2(points: np.ndarray) -> float:
    if len(points) < 4:
        return 0.0
    area, _ = _GEOD.polygon_area_perimeter(points[:, 0], points[:, 1])
    return abs(float(area))


def circle(lon: float, lat: float, radius_m: float, points: int = 128) -> Polygon:
    """The polygon of all points at one geodesic distance, with that many corners."""
    return Polygon(_arc(lon, lat, radius_m, np.linspace(360.0, 0.0, points, endpoint=False)))


def sector(
    lon: float, lat: float, radius_m: float, from_deg: float, to_deg: float, *, step_deg: float = 2.0
) -> Polygon:
    """The slice of a circle clockwise from one bearing to another, its tip at the centre."""
    sweep = (to_deg - from_deg) % 360.0
    bearings = from_deg + np.linspace(sweep, 0.0, max(int(sweep / step_deg), 1) + 1)
    return Polygon([(lon, lat), *_arc(lon, lat, radius_m, bearings)])


def _arc(lon: float, lat: float, radius_m: float, bearings: np.ndarray) -> list[tuple[float, float]]:
    count = len(bearings)
    lons, lats, _ = _GEOD.fwd(np.full(count, lon), np.full(count, lat), bearings, np.full(count, radius_m))
    return [(float(x), float(y)) for x, y in zip(lons, lats, strict=True)]


def densify(line: Sequence[tuple[float, float]], step_m: float) -> LineString:
    """The line with extra points along its geodesics, no two further apart than the step."""
    points: list[tuple[float, float]] = [line[0]]
    for (lon_a, lat_a), (lon_b, lat_b) in pairwise(line):
        extra = int(distance_m(lon_a, lat_a, lon_b, lat_b) // step_m)
        if extra:
            points.extend((float(x), float(y)) for x, y in _GEOD.npts(lon_a, lat_a, lon_b, lat_b, extra))
        points.append((lon_b, lat_b))
    return LineString(points)
