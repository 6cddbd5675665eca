"""Days of a fleet's positions, made inside the database as the gateway would have left them."""

import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, Final, NamedTuple

import psycopg

DAY_S: Final = 86_400
ROW_BYTES: Final = 250
"""Heap and both indexes of a row without attributes: 238 were measured."""
LOG_BYTES: Final = 4 << 30
"""What the database's log may take while rows are loaded."""

# Every vehicle swings over the region on a curve of its own, at up to 70 km/h. ``place`` says the same in Python.
_ROWS: Final = """
INSERT INTO fleet_position (device_id, fix_time, content, arrival, vehicle_id, speed_mps, course_deg, accuracy_m,
                            state, marks, cell, point)
SELECT device.id, to_timestamp(t), hashint8extended(device.id * 1000003 + slot, 0), to_timestamp(t + 1),
       device.vehicle_id, 10, 90, 5, 1, 0,
       trunc((lon + 180.0) * 100)::int * 18001 + trunc((lat + 90.0) * 100)::int,
       ST_SetSRID(ST_MakePoint(lon, lat), 4326)
FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS slot
CROSS JOIN (
    SELECT id, vehicle_id, (row_number() OVER (ORDER BY id) - 1)::float8 AS v, count(*) OVER () AS devices
    FROM fleet_device
) AS device
CROSS JOIN LATERAL (SELECT %(start)s::float8 + (slot + v / devices) * %(spacing)s::float8 AS t) AS time
CROSS JOIN LATERAL (
    SELECT 98.5 + 0.25 * sin(2 * pi() * t / (14400 + v * 7) + v * 0.7) AS lon,
           3.15 + 0.2 * sin(2.74 * pi() * t / (14400 + v * 7) + v * 1.3) AS lat
) AS place
"""
_STATES: Final = """
UPDATE fleet_devicestate AS s SET newest_fix_time = p.fix_time, fix_time = p.fix_time, arrival = p.arrival,
    last_contact = p.arrival, vehicle_id = p.vehicle_id, point = p.point, speed_mps = p.speed_mps,
    course_deg = p.course_deg, accuracy_m = p.accuracy_m, state = p.state
FROM (
    SELECT DISTINCT ON (device_id) * FROM fleet_position WHERE fix_time > to_timestamp(%s)
    ORDER BY device_id, fix_time DESC
) AS p WHERE s.device_id = p.device_id
"""


class Extent(NamedTuple):
    """Rows of some vehicles, evenly in time up to ``end_s`` (Unix seconds)."""

    rows: int
    per_day: int
    vehicles: int
    end_s: int

    @property
    def slots(self) -> int:
        """Fixes of each vehicle."""
        return self.rows // self.vehicles

    @property
    def spacing_s(self) -> float:
        """Seconds from one fix of a vehicle to the next."""
        return DAY_S * self.vehicles / self.per_day

    @property
    def start_s(self) -> float:
        """When the first fix was."""
        return self.end_s - self.slots * self.spacing_s


def place(vehicle: int, t: float) -> tuple[float, float]:
    """Longitude and latitude of a vehicle, by its place in the order of devices, at a time (Unix seconds)."""
    turn = math.pi * t / (14400 + vehicle * 7)
    return 98.5 + 0.25 * math.sin(2 * turn + vehicle * 0.7), 3.15 + 0.2 * math.sin(2.74 * turn + vehicle * 1.3)


def needed_bytes(extents: list[Extent]) -> int:
    """Room on the disk while and after such rows are loaded."""
    return sum(extent.rows for extent in extents) * ROW_BYTES + LOG_BYTES


def load(database: str, extent: Extent, connections: int = 2) -> None:
    """Fill the table, day after day on some connections; then vacuum it, and set the devices' states."""
    with psycopg.connect(database, autocommit=True) as link:
        for day in _days(extent):
            link.execute("SELECT fleet_make_day(%s)", [day])
    with ThreadPoolExecutor(connections) as pool:
        list(pool.map(lambda chunk: _load(database, extent, chunk), _chunks(extent)))
    with psycopg.connect(database, autocommit=True) as link:
        link.execute(_STATES, [extent.end_s - 2 * extent.spacing_s])
        link.execute("VACUUM (FREEZE, ANALYZE)")
        link.execute("CHECKPOINT")


def _days(extent: Extent) -> Iterator[Any]:
    day = datetime.fromtimestamp(extent.start_s, UTC).date()
    while day <= datetime.fromtimestamp(extent.end_s, UTC).date() + timedelta(days=1):
        yield day
        day += timedelta(days=1)


def _chunks(extent: Extent) -> Iterator[tuple[int, int]]:
    """First and last slot of each day's rows."""
    a_day = max(extent.per_day // extent.vehicles, 1)
    yield from ((first, after - 1) for first, after in pairwise([*range(0, extent.slots, a_day), extent.slots]))


def _load(database: str, extent: Extent, chunk: tuple[int, int]) -> None:
    with psycopg.connect(database, autocommit=True) as link:
        link.execute("SET synchronous_commit = off")
        first, last = chunk
        values = {"first": first, "last": last, "start": extent.start_s, "spacing": extent.spacing_s}
        link.execute(_ROWS, values)
