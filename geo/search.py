"""Search by name: prefix first, then within the name, then by likeness (trigrams), so that spelling and spacing may
differ.
"""

from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext

from geo.coordinates import Position, parse_coordinates
from geo.models import GroundKind
from geo.names import fold
from geo.reverse import place_name

MAX_RESULTS = 50
_LIKENESS = 0.35

# `%` and LIKE on search_name use the trigram indexes; outlines are touched only for the rows that are returned. The
# rank is 0 same name, 1 begins with it, 2 a word begins with it, 3 contains it, 4 is like it.
_SEARCH = """
WITH found AS (
    SELECT 'area' AS origin, a.id, a.level AS kind, a.name, a.search_name,
           array_position(ARRAY['province', 'regency', 'district', 'village'], a.level::text) AS depth,
           concat_ws(', ', p.name, g.name) AS detail,
           concat_ws(' ', p.search_name, g.search_name) AS search_detail
      FROM geo_area a
      LEFT JOIN geo_area p ON p.id = a.parent_id
      LEFT JOIN geo_area g ON g.id = p.parent_id
     WHERE a.search_name LIKE %(contains)s OR a.search_name %% %(name)s
    UNION ALL
    SELECT 'ground', f.id, f.kind, f.name, f.search_name, 5, '', ''
      FROM geo_groundfeature f
     WHERE f.search_name <> '' AND (f.search_name LIKE %(contains)s OR f.search_name %% %(name)s)
), ranked AS (
    SELECT *, similarity(search_name, %(name)s) AS likeness,
           CASE WHEN search_name = %(name)s THEN 0
                WHEN search_name LIKE %(starts)s THEN 1
                WHEN ' ' || search_name LIKE %(word)s THEN 2
                WHEN search_name LIKE %(contains)s THEN 3
                ELSE 4 END AS rank
      FROM found
     WHERE search_detail LIKE %(within)s
     ORDER BY rank, likeness DESC, depth, name, id
     LIMIT %(limit)s
)
SELECT r.kind, r.name, r.detail,
       ST_X(coalesce(a.point, ST_PointOnSurface(f.geometry))), ST_Y(coalesce(a.point, ST_PointOnSurface(f.geometry))),
       ST_XMin(coalesce(a.geometry, f.geometry)), ST_YMin(coalesce(a.geometry, f.geometry)),
       ST_XMax(coalesce(a.geometry, f.geometry)), ST_YMax(coalesce(a.geometry, f.geometry))
  FROM ranked r
  LEFT JOIN geo_area a ON r.origin = 'area' AND a.id = r.id
  LEFT JOIN geo_groundfeature f ON r.origin = 'ground' AND f.id = r.id
 ORDER BY r.rank, r.likeness DESC, r.depth, r.name, r.id
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
    """The best places first. "Name, district" narrows by what follows the comma; coordinates are answered as such."""
    position = parse_coordinates(text)
    if position is not None:
        return [_coordinates(position)]
    head, _, tail = text.partition(",")
    name, within = fold(head), fold(tail)
    if not name:
        return []
    values: dict[str, str | int] = {
        "name": name,
        "starts": f"{name}%",
        "word": f"% {name}%",
        "contains": f"%{name}%",
        "within": f"%{within}%",
        "limit": max(1, min(limit, MAX_RESULTS)),
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_limit(%s)", [_LIKENESS])
        cursor.execute(_SEARCH, values)
        return [_place(row) for row in cursor.fetchall()]


def _place(row: tuple[str, str, str, float, float, float, float, float, float]) -> Place:
    kind, name, detail, lon, lat, west, south, east, north = row
    if kind in GroundKind.values:
        detail = str(GroundKind(kind).label)
    return Place(kind, name, detail, lon, lat, (west, south, east, north))


def _coordinates(position: Position) -> Place:
    lon, lat = position
    detail = place_name(lon, lat) or gettext("outside the known areas")
    return Place("coordinates", f"{lat:.5f}, {lon:.5f}", detail, lon, lat, (lon, lat, lon, lat))
