"""How much work a geometry from outside would make, found out before the work is done.

Checking and repairing a polygon costs some 30 microseconds and 4 kB for each crossing of its lines, and a star of 700
corners has 240,000 crossings. Whether two lines may cross is asked of a tree of their bounding boxes, in portions, and
no further than the limits.
"""

from typing import Final

import numpy as np
import shapely
from django.utils.translation import gettext
from shapely.geometry.base import BaseGeometry

from geo.errors import UnusableGeometry

MAX_COORDINATES: Final = 2_000_000
MAX_PARTS: Final = 100_000
MAX_CROSSINGS: Final = 5_000
"""0.2 s of repair. Outlines drawn by hand or taken from a survey cross themselves some dozen times."""
_FEW: Final = 60
"""So many lines cannot cross more often than `MAX_CROSSINGS`."""
_PORTION: Final = 400_000


def check_cost(geometry: BaseGeometry) -> None:
    """Raise UnusableGeometry, in words, where checking or repairing the polygons would cost too much."""
    coordinates = int(shapely.get_num_coordinates(geometry))
    if coordinates > MAX_COORDINATES:
        raise UnusableGeometry(
            gettext("The shape has %(count)d points; at most %(limit)d are read. Simplify it.")
            % {"count": coordinates, "limit": MAX_COORDINATES}
        )
    if coordinates <= _FEW:
        return
    segments = _segments(geometry)
    if len(segments) <= _FEW:
        return
    _check_crossings(segments)


def _segments(geometry: BaseGeometry) -> np.ndarray:
    """The lines between neighbouring points of all rings, as x, y, x, y; without those of no length."""
    rings = shapely.get_rings(shapely.get_parts(_flat(geometry)))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    if len(points) < 2:
        return np.empty((0, 4))
    pairs = np.hstack([points[:-1], points[1:]])
    same_ring = ring[:-1] == ring[1:]
    moving = (pairs[:, 0] != pairs[:, 2]) | (pairs[:, 1] != pairs[:, 3])
    found: np.ndarray = pairs[same_ring & moving]
    return found


def _flat(geometry: BaseGeometry) -> BaseGeometry:
    """The polygons of nested collections in one collection."""
    polygons = list(polygons_of(geometry))
    return shapely.GeometryCollection(polygons)


def polygons_of(geometry: BaseGeometry) -> list[shapely.Polygon]:
    """Every polygon that is not empty, also of collections within collections. Does not recurse."""
    found: list[shapely.Polygon] = []
    waiting = [geometry]
    while waiting:
        part = waiting.pop()
        if isinstance(part, shapely.Polygon):
            if not part.is_empty:
                found.append(part)
        elif hasattr(part, "geoms"):
            waiting.extend(reversed(shapely.get_parts(part)))
        if len(found) > MAX_PARTS:
            raise UnusableGeometry(
                gettext("The shape has more than %(limit)d parts. Split or simplify it.") % {"limit": MAX_PARTS}
            )
    return found


def _check_crossings(segments: np.ndarray) -> None:
    lines = np.asarray(shapely.linestrings(segments.reshape(-1, 2, 2)))
    tree = shapely.STRtree(lines)
    most_pairs = 8 * len(lines) + 40 * MAX_CROSSINGS
    pairs = crossings = 0
    width = max(_PORTION // len(lines), 1)
    start = 0
    while start < len(lines):
        portion = lines[start : start + width]
        near = tree.query(portion)
        pairs += near.shape[1]
        if pairs > most_pairs:
            raise _too_tangled()
        later = near[:, near[0] + start < near[1]]
        one, two = segments[later[0] + start], segments[later[1]]
        apart = ~_share_an_end(one, two)
        one_line, two_line = portion[later[0][apart]], lines[later[1][apart]]
        crossings += int(np.count_nonzero(shapely.intersects(one_line, two_line)))
        # Lines with a common end cross nowhere else, unless one lies upon the other.
        crossings += int(np.count_nonzero(_fold_back(one[~apart], two[~apart])))
        if crossings > MAX_CROSSINGS:
            raise _too_tangled()
        start += width
        width = min(width * 2, max(_PORTION * width // max(near.shape[1], 1), 1), 20_000)


def _share_an_end(one: np.ndarray, two: np.ndarray) -> np.ndarray:
    shared = np.zeros(len(one), dtype=bool)
    for first in (slice(0, 2), slice(2, 4)):
        for second in (slice(0, 2), slice(2, 4)):
            shared |= (one[:, first] == two[:, second]).all(axis=1)
    return shared


def _fold_back(one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """Whether lines with a common end run along each other."""
    ax, ay = one[:, 2] - one[:, 0], one[:, 3] - one[:, 1]
    bx, by = two[:, 2] - two[:, 0], two[:, 3] - two[:, 1]
    parallel: np.ndarray = np.abs(ax * by - ay * bx) <= 1e-12 * np.hypot(ax, ay) * np.hypot(bx, by)
    return parallel


def _too_tangled() -> UnusableGeometry:
    return UnusableGeometry(
        gettext(
            "The outline crosses itself or lies upon itself too many times to be repaired. Draw it anew or split it."
        )
    )
