"""The latest fix of every vehicle, for hubs that start, have missed something, or heard of a correction."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any, Final

import numpy as np
from django.db import connection

from fleet.pipeline.wire_position import wire_row
from live import left_out
from live.frames import WIRE_POSITION, WITHDRAWN

# A vehicle may carry several devices, and may have lost its only one to another vehicle: the newest fix of all counts.
# A row that the wire cannot carry is passed over, so that it never takes the others with it.
_FIXES: Final = """
    SELECT vehicle_id, point, speed_mps, course_deg, fix_time, arrival, state, accuracy_m FROM fleet_devicestate
    WHERE vehicle_id IS NOT NULL AND fix_time IS NOT NULL
    UNION ALL
    SELECT vehicle_id, point, speed_mps, course_deg, fix_time, arrival, state, accuracy_m FROM fleet_departedfix
"""
_COLUMNS: Final = """
    v.id, v.position_version, coalesce(v.agency_id, 0), ST_X(f.point), ST_Y(f.point), f.speed_mps, f.course_deg,
    floor(extract(epoch FROM f.fix_time))::bigint, floor(extract(epoch FROM f.arrival))::bigint, f.state, f.accuracy_m
"""
_USABLE: Final = """
    f.point IS NOT NULL AND f.fix_time BETWEEN '1970-01-01Z' AND '2100-01-01Z'
    AND f.arrival BETWEEN '1970-01-01Z' AND '2100-01-01Z'
"""
LATEST: Final = f"""
SELECT DISTINCT ON (v.id) {_COLUMNS}
FROM fleet_vehicle v LEFT JOIN ({_FIXES}) AS f ON f.vehicle_id = v.id AND v.active AND {_USABLE}
"""  # noqa: S608 - of constants alone
"""All vehicles; one without a position, or out of use, has NULL for it. ``ORDER BY`` follows."""
_ORDER: Final = " ORDER BY v.id, f.fix_time DESC NULLS LAST, f.arrival DESC"
_OF_ALL: Final = LATEST + _ORDER
_OF_SOME: Final = LATEST + " WHERE v.id = ANY(%s::bigint[])" + _ORDER
_RECENT: Final = f"""
SELECT DISTINCT ON (v.id) {_COLUMNS}
FROM fleet_vehicle v JOIN ({_FIXES}) AS f ON f.vehicle_id = v.id
WHERE v.active AND {_USABLE} AND f.arrival >= %s
{_ORDER}
"""  # noqa: S608 - of constants alone


def latest_positions(since: float | None = None, vehicles: Collection[int] | None = None) -> np.ndarray:
    """An array of WIRE_POSITION, see ``live.registry.register_positions``; ``since`` in Unix seconds."""
    with connection.cursor() as cursor:
        if vehicles is not None:
            cursor.execute(_OF_SOME, [list(vehicles)])
        elif since is not None:
            cursor.execute(_RECENT, [datetime.fromtimestamp(since, UTC)])
        else:
            cursor.execute(_OF_ALL)
        return as_wire(cursor.fetchall())


def as_wire(rows: Collection[tuple[Any, ...]]) -> np.ndarray:
    """Rows of ``LATEST`` as an array of WIRE_POSITION; what the wire cannot carry is left out."""
    try:
        return np.array([_wire(row) for row in rows], WIRE_POSITION)
    except (OverflowError, ValueError):
        return np.array([row for row in map(_wire_or_none, rows) if row is not None], WIRE_POSITION)


def _wire_or_none(row: tuple[Any, ...]) -> np.ndarray | None:
    try:
        return np.array(_wire(row), WIRE_POSITION)
    except (OverflowError, ValueError) as error:
        left_out.note("position of vehicle", row[0], error)
        return None


def _wire(row: tuple[Any, ...]) -> tuple[int, ...]:
    vehicle, version, agency, lon, lat, speed, course, fix_s, arrival_s, state, accuracy = row
    if fix_s is None:
        return (vehicle, agency, version, *(0,) * 6, WITHDRAWN, 0)
    return wire_row(
        vehicle=vehicle,
        agency=agency,
        version=version,
        lon=lon,
        lat=lat,
        speed_mps=speed,
        course_deg=course,
        fix_s=fix_s,
        arrival_s=arrival_s,
        state=state,
        accuracy_m=accuracy,
    )
