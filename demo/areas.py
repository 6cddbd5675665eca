"""The demo's areas: the cells of the villages' seats within the hand-drawn outline; a district is the union of its
villages.

So villages tile their district and districts the regency, without gap or overlap. The boundaries are nobody's
official ones.
"""

import json
import math
import random
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

import shapely
from shapely.geometry import MultiPoint, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from demo.drawing import bent
from demo.tables import DATA, Village, districts, villages

PROVINCE = ("12", "Sumatera Utara")
REGENCY = ("12.06", "Kabupaten Karo")

# Points scattered around each seat bend the boundaries, which would otherwise be long straight lines.
_SCATTER = 12
# Coordinates are kept on a grid of about a centimetre, so that neighbours share the very same corners.
_GRID_DEG = 1e-7


@dataclass(frozen=True, slots=True)
class DemoArea:
    """An area to be imported. EPSG:4326."""

    code: str
    name: str
    shape: MultiPolygon


@cache
def outline() -> Polygon:
    """The regency, drawn by hand."""
    feature = json.loads((DATA / "outline.geojson").read_text(encoding="utf-8"))
    ring = [(lon, lat) for lon, lat in feature["geometry"]["coordinates"][0]]
    return Polygon(bent(ring, REGENCY[0]))


@cache
def all_areas() -> tuple[DemoArea, ...]:
    """Regency, districts and villages. The province is left out: only a part of it could be drawn."""
    cells = _village_cells()
    by_district: dict[str, list[BaseGeometry]] = defaultdict(list)
    for village in villages():
        by_district[village.district].append(cells[village.code])
    found = [DemoArea(*REGENCY, _multi(outline()))]
    found += [DemoArea(row.code, row.name, _multi(_union(by_district[row.code]))) for row in districts()]
    found += [DemoArea(row.code, row.name, _multi(cells[row.code])) for row in villages()]
    return tuple(found)


def _village_cells() -> dict[str, BaseGeometry]:
    seats = villages()
    points: list[Point] = []
    owners: list[str] = []
    for seat in seats:
        near = _scattered(seat, _nearest_deg(seat, seats))
        points += near
        owners += [seat.code] * len(near)
    cells = shapely.get_parts(shapely.voronoi_polygons(MultiPoint(points), extend_to=outline(), ordered=True))
    pieces: dict[str, list[BaseGeometry]] = defaultdict(list)
    for owner, cell in zip(owners, cells, strict=True):
        pieces[owner].append(cell)
    return {code: shapely.intersection(_union(parts), outline(), grid_size=_GRID_DEG) for code, parts in pieces.items()}


def _nearest_deg(seat: Village, seats: tuple[Village, ...]) -> float:
    return min(math.dist((seat.lon, seat.lat), (o.lon, o.lat)) for o in seats if o.code != seat.code)


def _scattered(seat: Village, nearest_deg: float) -> list[Point]:
    """The seat and points around it, the same at every run; none nearer to another seat than to its own."""
    dice = random.Random(seat.code)
    points = [Point(seat.lon, seat.lat)]
    for _ in range(_SCATTER):
        reach = nearest_deg * 0.48 * dice.random() ** 0.5
        angle = dice.uniform(0, 2 * math.pi)
        points.append(Point(round(seat.lon + reach * math.cos(angle), 6), round(seat.lat + reach * math.sin(angle), 6)))
    return points


def _union(parts: list[BaseGeometry]) -> BaseGeometry:
    union: BaseGeometry = shapely.union_all(parts, grid_size=_GRID_DEG)
    return union


def _multi(shape: BaseGeometry) -> MultiPolygon:
    return MultiPolygon([part for part in shapely.get_parts(shape) if isinstance(part, Polygon)])
