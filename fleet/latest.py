"""The latest fix of every vehicle, for hubs that start or have missed something."""

from datetime import UTC, datetime
from typing import Any, Final

import numpy as np
from django.db import connection

from fleet.wire import wire_row
from live.frames import WIRE_POSITION

# A vehicle may carry several devices, and may have lost its only one to another vehicle: the newest fix of all counts.
LATEST: Final = """
SELECT DISTINCT ON (f.vehicle_id) f.vehicle_id, coalesce(v.agency_id, 0), ST_X(f.point), ST_Y(f.point), f.speed_mps,
       f.course_deg, f.fix_time, f.arrival, f.state, f.accuracy_m
FROM (
    SELECT vehicle_id, point, speed_mps, course_deg, fix_time, arrival, state, accuracy_m FROM fleet_devicestate
    WHERE vehicle_id IS NOT NULL
    UNION ALL
    SELECT vehicle_id, point, speed_mps, course_deg, fix_time, arrival, state, accuracy_m FROM fleet_departedfix
) AS f JOIN fleet_vehicle v ON v.id = f.vehicle_id
WHERE v.active AND f.fix_time IS NOT NULL AND f.arrival >= %s
ORDER BY f.vehicle_id, f.fix_time DESC
"""
BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)


def latest_positions(since: float | None) -> np.ndarray:
    """An array of WIRE_POSITION; ``since`` in Unix seconds limits it to fixes that arrived then or later."""
    with connection.cursor() as cursor:
        cursor.execute(LATEST, [BEGINNING if since is None else datetime.fromtimestamp(since, UTC)])
        return np.array([wire(row) for row in cursor.fetchall()], WIRE_POSITION)


def wire(row: tuple[Any, ...]) -> tuple[int, ...]:
    """A row of ``LATEST`` as one of WIRE_POSITION."""
    vehicle, agency, lon, lat, speed, course, fix_time, arrival, state, accuracy = row
    return wire_row(
        vehicle=vehicle,
        agency=agency,
        lon=lon,
        lat=lat,
        speed_mps=speed,
        course_deg=course,
        fix_s=int(fix_time.timestamp()),
        arrival_s=int(arrival.timestamp()),
        state=state,
        accuracy_m=accuracy,
    )
