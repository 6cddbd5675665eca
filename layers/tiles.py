"""Vector tiles (Mapbox Vector Tile 2.1) cut by PostGIS."""

import math
from dataclasses import dataclass

from django.db import connection

from layers.errors import NoSuchTile

MAX_ZOOM = 22

# The bounds come in degrees as well, so that the GiST index on the stored geometry answers the && test. They are
# computed in Python: ST_Transform of an envelope that reaches across 180 degrees wraps, and matches nothing.
_BOUNDS = """
WITH bounds AS (
    SELECT ST_TileEnvelope(%(z)s, %(x)s, %(y)s) AS mercator,
           ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326) AS degrees,
           ST_MakeEnvelope(-180, -85.06, 180, 85.06, 4326) AS drawable
)"""
# Mercator ends at 85.06 degrees, and PROJ raises at the pole: what reaches beyond is cut first. What lies outside the
# world (a row past every check) is left out.
_MERCATOR = """ST_AsMVTGeom(ST_Transform(
    CASE WHEN {0}.geometry @ bounds.drawable THEN {0}.geometry
         ELSE ST_Multi(ST_CollectionExtract(ST_Intersection({0}.geometry, bounds.drawable), 3)) END, 3857),
    bounds.mercator, 4096, 64, true)"""
_IN_WORLD = "geometry @ ST_MakeEnvelope(-180, -90, 180, 90, 4326)"
_ZONES = f"""
{_BOUNDS}, cut AS (
    SELECT zone.id, version.name, version.name_en, version.purpose, version.kind, version.level,
           version.number AS version,
           {_MERCATOR.format("version")} AS geom
    FROM bounds
    JOIN layers_zoneversion AS version ON version.geometry && bounds.degrees AND version.{_IN_WORLD}
    JOIN layers_zone AS zone ON zone.published_id = version.id AND zone.shown
)
SELECT ST_AsMVT(cut, 'zones', 4096, 'geom', 'id') FROM cut WHERE geom IS NOT NULL
"""  # noqa: S608 - nothing but the texts above
_ZONES_STAMP = "SELECT count(*) FILTER (WHERE shown), max(shown_changed_at)::text FROM layers_zone"

# One administrative level a zoom: a whole province's villages would be neither seen nor affordable from far away.
_AREAS = f"""
{_BOUNDS}, cut AS (
    SELECT area.id, area.code, area.name, area.level,
           {_MERCATOR.format("area")} AS geom
    FROM bounds JOIN geo_area AS area ON area.geometry && bounds.degrees AND area.{_IN_WORLD}
    WHERE area.level = CASE WHEN %(z)s < 7 THEN 'province' WHEN %(z)s < 9 THEN 'regency'
                            WHEN %(z)s < 12 THEN 'district' ELSE 'village' END
)
SELECT ST_AsMVT(cut, 'areas', 4096, 'geom', 'id') FROM cut WHERE geom IS NOT NULL
"""  # noqa: S608 - as above
_AREAS_STAMP = "SELECT count(*), max(imported_at)::text FROM geo_area"


@dataclass(frozen=True, slots=True)
class TileSource:
    """``sql`` gives one tile for z, x, y; ``stamp_sql`` one row that differs whenever any tile may; ``fresh_s`` is for
    how long a browser need not ask."""

    sql: str
    stamp_sql: str
    fresh_s: int


SOURCES = {
    "zones": TileSource(_ZONES, _ZONES_STAMP, fresh_s=5),
    "areas": TileSource(_AREAS, _AREAS_STAMP, fresh_s=3600),
}


def tile_source(name: str, z: int, x: int, y: int) -> TileSource:
    """The source, when it exists and has a tile of these numbers. Raises NoSuchTile."""
    if name not in SOURCES or not 0 <= z <= MAX_ZOOM or not (0 <= x < 2**z and 0 <= y < 2**z):
        raise NoSuchTile
    return SOURCES[name]


def tile_values(z: int, x: int, y: int) -> dict[str, float]:
    """What a source's SQL asks for: the tile's numbers, and its bounds in degrees with a margin of 1/64 of its side."""
    side, margin = 2**z, 1 / 64
    return {
        "z": z,
        "x": x,
        "y": y,
        "west": max((x - margin) / side, 0.0) * 360 - 180,
        "east": min((x + 1 + margin) / side, 1.0) * 360 - 180,
        "south": _latitude(min((y + 1 + margin) / side, 1.0)),
        "north": _latitude(max((y - margin) / side, 0.0)),
    }


def _latitude(fraction: float) -> float:
    """The latitude at a fraction of the map's height from the top (spherical Mercator)."""
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * fraction))))


def stamp(source: TileSource) -> str:
    """Text that stays the same as long as the source's tiles do."""
    with connection.cursor() as cursor:
        cursor.execute(source.stamp_sql)
        count, newest = cursor.fetchone()
    return f"{count}-{newest or 0}"


def cut_tile(source: TileSource, z: int, x: int, y: int) -> bytes:
    """The tile; empty where there is nothing."""
    with connection.cursor() as cursor:
        cursor.execute(source.sql, tile_values(z, x, y))
        (data,) = cursor.fetchone()
    return bytes(data or b"")
