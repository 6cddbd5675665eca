"""Search by name: prefix first, then within the name, then by likeness (trigrams), so that spelling and spacing may
differ.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext

from geo.address import AddressPart, read_address
from geo.coordinates import Position, parse_coordinates
from geo.models import GroundKind
from geo.reverse import place_name

MAX_RESULTS = 50
_LIKENESS = 0.35

# `%` and LIKE on search_name use the trigram indexes; outlines are touched only for the rows that are returned. The
# rank is 0 same name, 1 begins with it, 2 a word begins with it, 3 contains it, 4 is like it.
_SEARCH = """
WITH found AS (
    SELECT 'area' AS origin, a.id, a.level AS kind, a.name, a.search_name, a.geometry,
           array_position(ARRAY['province', 'regency', 'district', 'village'], a.level::text) AS depth,
           concat_ws(', ', p.name, g.name) AS detail,
           concat_ws(' ', p.search_name, g.search_name, gg.search_name) AS search_detail
      FROM geo_area a
      LEFT JOIN geo_area p ON p.id = a.parent_id
      LEFT JOIN geo_area g ON g.id = p.parent_id
      LEFT JOIN geo_area gg ON gg.id = g.parent_id
     WHERE a.search_name LIKE %(contains)s OR a.search_name %% %(name)s
    UNION ALL
    SELECT 'ground', f.id, f.kind, f.name, f.search_name, f.geometry, 5, '', ''
      FROM geo_groundfeature f
     WHERE f.search_name <> '' AND (f.search_name LIKE %(contains)s OR f.search_name %% %(name)s)
), ranked AS (
    SELECT *, similarity(search_name, %(name)s) AS likeness,
           CASE WHEN kind = ANY(%(kinds)s::text[]) THEN 0 ELSE 1 END AS unlike,
           CASE WHEN search_name = %(name)s THEN 0
                WHEN search_name LIKE %(starts)s THEN 1
                WHEN ' ' || search_name LIKE %(word)s THEN 2
                WHEN search_name LIKE %(contains)s THEN 3
                ELSE 4 END AS rank
      FROM found
     WHERE (origin = 'area' AND search_detail LIKE ALL(%(within)s::text[]))
        OR (origin = 'ground' AND NOT EXISTS (
            SELECT 1 FROM unnest(%(within)s::text[]) AS part
             WHERE NOT EXISTS (SELECT 1 FROM geo_area AS around
                                WHERE around.search_name LIKE part AND ST_Intersects(around.geometry, found.geometry))))
     ORDER BY unlike, rank, likeness DESC, depth, name, id
     LIMIT %(limit)s
)
SELECT r.kind, r.name, r.detail,
       ST_X(coalesce(a.point, ST_PointOnSurface(f.geometry))), ST_Y(coalesce(a.point, ST_PointOnSurface(f.geometry))),
       ST_XMin(r.geometry), ST_YMin(r.geometry), ST_XMax(r.geometry), ST_YMax(r.geometry),
       r.unlike, r.rank, -r.likeness, r.depth, r.origin, r.id
  FROM ranked r
  LEFT JOIN geo_area a ON r.origin = 'area' AND a.id = r.id
  LEFT JOIN geo_groundfeature f ON r.origin = 'ground' AND f.id = r.id
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A search result. `kind` is an area level, road, water, peak or coordinates; `bbox` is west, south, east,
    north.
    """

    kind: str
    name: str
    detail: str
    lon: float
    lat: float
    bbox: tuple[float, float, float, float]


def search(text: str, limit: int = 10) -> list[Place]:
    """The best places first. Coordinates are answered as such.

    Of an address with several parts (see `geo.address`), in any order, the others narrow where the place lies.
    """
    position = parse_coordinates(text)
    if position is not None:
        return [_coordinates(position)]
    most = max(1, min(limit, MAX_RESULTS))
    found: dict[tuple[object, ...], tuple[Any, ...]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_limit(%s)", [_LIKENESS])
        for values in _questions(read_address(text), most):
            cursor.execute(_SEARCH, values)
            for row in cursor.fetchall():
                key = row[-2:]
                if key not in found or row[9:12] < found[key][9:12]:
                    found[key] = row
    best = sorted(found.values(), key=lambda row: (*row[9:13], row[1], row[14]))
    return [_place(row[:9]) for row in best[:most]]


def _questions(parts: list[AddressPart], limit: int) -> Iterator[dict[str, Any]]:
    """Each part may be the place, wherever it stands; the others then say what it lies in."""
    for at, part in enumerate(parts):
        within = [f"%{other.names[-1]}%" for number, other in enumerate(parts) if number != at]
        for name in part.names:
            yield {
                "name": name,
                "starts": f"{name}%",
                "word": f"% {name}%",
                "contains": f"%{name}%",
                "kinds": list(part.kinds),
                "within": within,
                "limit": limit,
            }


def _place(row: tuple[Any, ...]) -> Place:
    kind, name, detail, lon, lat, west, south, east, north = row
    if kind in GroundKind.values:
        detail = str(GroundKind(kind).label)
    return Place(kind, name, detail, lon, lat, (west, south, east, north))


def _coordinates(position: Position) -> Place:
    lon, lat = position
    detail = place_name(lon, lat) or gettext("outside the known areas")
    return Place("coordinates", f"{lat:.5f}, {lon:.5f}", detail, lon, lat, (lon, lat, lon, lat))
