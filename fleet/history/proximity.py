"""Who was near a place between two times."""

import math
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection

from fleet.history.proximity_grid import cells_around

MAX_RADIUS_M: Final = 5_000.0
_DEGREE_M: Final = 110_000.0
"""A little less than a degree of latitude has, so that the box around a circle is never too small."""

# By the index on (cell, fix_time) of the days asked for: the times stand in the text, so that the planner leaves the
# other partitions out. The box spares the exact distance, which is dear, to most fixes of the cells.
_NEAR: Final = """
SELECT DISTINCT ON (device_id, coalesce(vehicle_id, 0))
       device_id, vehicle_id, fix_time, ST_X(point), ST_Y(point), speed_mps, course_deg, metres
FROM (
    SELECT device_id, vehicle_id, fix_time, content, point, speed_mps, course_deg,
           ST_Distance(point::geography, ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)::geography) AS metres
    FROM fleet_position
    WHERE cell = ANY(%(cells)s) AND fix_time >= %(since)s AND fix_time < %(until)s AND marks = 0
      AND point && ST_Expand(ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326), %(east)s, %(north)s)
      AND (%(vehicles)s::bigint[] IS NULL OR vehicle_id = ANY(%(vehicles)s::bigint[]))
      AND (device_id, coalesce(vehicle_id, 0)) > (%(device)s, %(vehicle)s)
) AS fix
WHERE metres <= %(radius_m)s
ORDER BY device_id, coalesce(vehicle_id, 0), metres, fix_time, content
LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class NearbyVehicle:
    """The nearest believed fix of a device while it was in a vehicle (None: in none); metres along the ground."""

    device_id: int
    vehicle_id: int | None
    fix_time: datetime
    lon: float
    lat: float
    speed_mps: float | None
    course_deg: float | None
    distance_m: float

    @property
    def key(self) -> tuple[int, int]:
        """Where the next page begins."""
        return self.device_id, self.vehicle_id or 0


def vehicles_near(
    lon: float,
    lat: float,
    radius_m: float,
    since: datetime,
    until: datetime,
    *,
    vehicles: Collection[int] | None = None,
    after: tuple[int, int] = (0, 0),
    limit: int = 1000,
) -> list[NearbyVehicle]:
    """Whoever had a believed fix within ``radius_m`` with ``since <= fix_time < until``, by device and vehicle.

    ``vehicles``: only those; None: all, and devices in no vehicle too. ``after``: the last ``key`` of the page before.
    Raises ValueError for a radius that is not above 0 and at most MAX_RADIUS_M.
    """
    with connection.cursor() as cursor:
        cursor.execute(*near_query(lon, lat, radius_m, since, until, vehicles=vehicles, after=after, limit=limit))
        return [NearbyVehicle(*row) for row in cursor.fetchall()]


def near_query(
    lon: float,
    lat: float,
    radius_m: float,
    since: datetime,
    until: datetime,
    *,
    vehicles: Collection[int] | None = None,
    after: tuple[int, int] = (0, 0),
    limit: int = 1000,
) -> tuple[str, dict[str, Any]]:
    """The SQL of ``near`` and its values, for whoever wants to see how it is planned."""
    if not 0 < radius_m <= MAX_RADIUS_M:
        raise ValueError(radius_m)
    north = radius_m / _DEGREE_M
    return _NEAR, {
        "lon": lon,
        "lat": lat,
        "radius_m": radius_m,
        "cells": cells_around(lon, lat, radius_m),
        "north": north,
        "east": min(north / max(_cos(abs(lat) + north), 0.01), 180.0),
        "since": since,
        "until": until,
        "vehicles": None if vehicles is None else list(vehicles),
        "device": after[0],
        "vehicle": after[1],
        "limit": limit,
    }


def _cos(degrees: float) -> float:
    return math.cos(math.radians(min(degrees, 89.0)))
