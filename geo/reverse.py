"""Reverse lookup: which areas hold a point, and what it is called."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from django.contrib.gis.geos import Point
from django.db import connection

from geo.codes import LEVELS, AreaCode, AreaLevel
from geo.models import Area

# Everything but the outline, which may have a hundred thousand points and is never needed to name a place.
_LIGHT = (
    "id",
    "code",
    "name",
    "level",
    "parent_id",
    "point",
    "area_m2",
    "search_name",
    "digest",
    "source",
    "imported_at",
)


def areas_at(lon: float, lat: float) -> list[Area]:
    """The areas that hold the point, outermost first; empty outside all of them. Outlines are not loaded.

    Outlines of different levels come from different simplifications and disagree by some hundred metres. The finest
    area that covers the point decides, and those above it are taken by its code; so the answer is always one consistent
    chain, and the large outlines, whose test is slow, are not tested.
    """
    point = Point(lon, lat, srid=4326)
    for level in reversed(LEVELS):
        hits = list(Area.objects.only(*_LIGHT).filter(level=level, geometry__covers=point))
        if hits:
            return _chain(_best(hits, point))
    return []


def _best(hits: list[Area], point: Point) -> Area:
    """Of several areas of one level, the one that most of its own ancestors agree on, then the smallest."""
    if len(hits) == 1:
        return hits[0]
    above = {code for area in hits for code in AreaCode(area.code).chain[:-1]}
    agreeing = set(Area.objects.filter(code__in=above, geometry__covers=point).values_list("code", flat=True))

    def rank(area: Area) -> tuple[int, float, str]:
        return -len(agreeing.intersection(AreaCode(area.code).chain)), area.area_m2, area.code

    return min(hits, key=rank)


def _chain(finest: Area) -> list[Area]:
    """The area and those above it that are known, outermost first."""
    above = AreaCode(finest.code).chain[:-1]
    return [*Area.objects.only(*_LIGHT).filter(code__in=above).order_by("code"), finest]


def smallest_area_at(lon: float, lat: float) -> Area | None:
    """The finest area that holds the point, or None outside all of them."""
    areas = areas_at(lon, lat)
    return areas[-1] if areas else None


def place_name(lon: float, lat: float) -> str:
    """The two innermost names, "Lingga, Simpang Empat"; one where only one level is known; empty where nothing is."""
    return name_of(areas_at(lon, lat))


_HOLDING: Final = """
    SELECT asked.number, area.code, area.name
    FROM unnest(%s::int[], %s::float8[], %s::float8[]) AS asked (number, lon, lat)
    JOIN geo_area AS area
      ON area.level = %s AND st_covers(area.geometry, st_setsrid(st_makepoint(asked.lon, asked.lat), 4326))
"""
"""The areas of one level that hold each point, by the index of their outlines."""


def place_names(points: Sequence[tuple[float, float]]) -> list[str]:
    """As `place_name`, of many points (longitude, latitude) at once: a query a level and one more for all of them."""
    found: dict[int, tuple[str, str]] = {}
    for level in reversed(LEVELS):
        left = [number for number in range(len(points)) if number not in found]
        if not left:
            break
        hits: dict[int, list[tuple[str, str]]] = defaultdict(list)
        lons, lats = ([points[number][axis] for number in left] for axis in (0, 1))
        with connection.cursor() as cursor:
            cursor.execute(_HOLDING, [left, lons, lats, level])
            for number, code, name in cursor.fetchall():
                hits[number].append((code, name))
        for number, areas in hits.items():
            found[number] = areas[0] if len(areas) == 1 else _agreed(points[number])
    above = {code: AreaCode(code).chain[:-1] for code, _name in found.values()}
    codes = {code for chain in above.values() for code in chain}
    names = dict(Area.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}
    return [_joined(found[number], above, names) if number in found else "" for number in range(len(points))]


def _agreed(point: tuple[float, float]) -> tuple[str, str]:
    """Of several areas of one level that hold the point, the one that `areas_at` chooses."""
    area = areas_at(*point)[-1]
    return area.code, area.name


def _joined(area: tuple[str, str], above: Mapping[str, Sequence[str]], names: Mapping[str, str]) -> str:
    code, name = area
    outer = next((names[one] for one in reversed(above[code]) if one in names), None)
    return name if outer is None else f"{name}, {outer}"


def name_of(areas: list[Area]) -> str:
    """The short name of a chain that is ordered outermost first."""
    return ", ".join(area.name for area in reversed(areas[-2:]))


def level_of(areas: list[Area], level: AreaLevel) -> Area | None:
    """The area of that level within a chain."""
    depth = LEVELS.index(level)
    return next((area for area in areas if area.depth == depth), None)
