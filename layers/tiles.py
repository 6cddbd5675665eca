"""Vector tiles (Mapbox Vector Tile 2.1) cut by PostGIS."""

from dataclasses import dataclass

from django.db import connection

from layers.errors import NoSuchTile

MAX_ZOOM = 22

# The envelope is turned into degrees so that the GiST index on the stored geometry answers the && test.
_ZONES = """
WITH bounds AS (
    SELECT ST_TileEnvelope(%(z)s, %(x)s, %(y)s) AS mercator,
           ST_Transform(ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 0.016), 4326) AS degrees
), cut AS (
    SELECT zone.id, version.name, version.name_en, version.purpose, version.kind, version.level,
           version.number AS version,
           ST_AsMVTGeom(ST_Transform(version.geometry, 3857), bounds.mercator, 4096, 64, true) AS geom
    FROM bounds
    JOIN layers_zoneversion AS version ON version.geometry && bounds.degrees
    JOIN layers_zone AS zone ON zone.published_id = version.id AND zone.shown
)
SELECT ST_AsMVT(cut, 'zones', 4096, 'geom', 'id') FROM cut WHERE geom IS NOT NULL
"""
_ZONES_STAMP = "SELECT count(*) FILTER (WHERE shown), max(shown_changed_at) FROM layers_zone"

# One administrative level a zoom: a whole province's villages would be neither seen nor affordable from far away.
_AREAS = """
WITH bounds AS (
    SELECT ST_TileEnvelope(%(z)s, %(x)s, %(y)s) AS mercator,
           ST_Transform(ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 0.016), 4326) AS degrees
), cut AS (
    SELECT area.id, area.code, area.name, area.level,
           ST_AsMVTGeom(ST_Transform(area.geometry, 3857), bounds.mercator, 4096, 64, true) AS geom
    FROM bounds JOIN geo_area AS area ON area.geometry && bounds.degrees
    WHERE area.level = CASE WHEN %(z)s < 7 THEN 'province' WHEN %(z)s < 9 THEN 'regency'
                            WHEN %(z)s < 12 THEN 'district' ELSE 'village' END
)
SELECT ST_AsMVT(cut, 'areas', 4096, 'geom', 'id') FROM cut WHERE geom IS NOT NULL
"""
_AREAS_STAMP = "SELECT count(*), max(imported_at) FROM geo_area"


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


def stamp(source: TileSource) -> str:
    """Text that stays the same as long as the source's tiles do."""
    with connection.cursor() as cursor:
        cursor.execute(source.stamp_sql)
        count, newest = cursor.fetchone()
    return f"{count}-{newest.timestamp():.6f}" if newest is not None else f"{count}-0"


def cut_tile(source: TileSource, z: int, x: int, y: int) -> bytes:
    """The tile; empty where there is nothing."""
    with connection.cursor() as cursor:
        cursor.execute(source.sql, {"z": z, "x": x, "y": y})
        (data,) = cursor.fetchone()
    return bytes(data or b"")
