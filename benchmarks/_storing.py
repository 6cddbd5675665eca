"""The two plain ways of storing positions, to compare with: one COPY, and row after row."""

import time
from collections.abc import Sequence
from typing import Any, Final

import psycopg

from fleet.pipeline import store
from fleet.pipeline.clock import DAY_US, moment, now_us
from fleet.pipeline.copy_rows import pack
from fleet.pipeline.normalise import fill_columns
from fleet.pipeline.rows import Rows
from fleet.pipeline.states import States, Stays
from fleet.protocols.fix import Fix

_INSERT: Final = """
INSERT INTO bench_row (device_id, fix_time, content, arrival, vehicle_id, speed_mps, course_deg, altitude_m,
                       accuracy_m, state, marks, cell, point, attributes)
VALUES (%s, %s, %s, now(), %s, %s, %s, %s, %s, %s, 0, %s, ST_SetSRID(ST_MakePoint(%s, %s), 4326), %s)
"""
_UPDATE: Final = """
UPDATE fleet_devicestate SET fix_time = %s, arrival = now(), point = ST_SetSRID(ST_MakePoint(%s, %s), 4326)
WHERE device_id = %s
"""


def rows_of(fixes: Sequence[Fix], devices: dict[str, int]) -> tuple[Rows, States]:
    """The rows that the gateway makes of fixes, each in the vehicle of its device."""
    states = States(sorted(devices.values()))
    places = {number: place for place, number in enumerate(states.device_id.tolist())}
    states.stays = Stays.of([(place, number, 0, None, None) for number, place in places.items()])
    arrival = now_us()
    rows = Rows(fixes, [places[devices[fix.identity]] for fix in fixes], [arrival] * len(fixes))
    fill_columns(rows, states)
    return rows, states


async def one_copy(link: psycopg.AsyncConnection[Any], rows: Rows, states: States) -> float:
    """Rows a second of one COPY, packed beforehand, into a table like the gateway's, with all its indexes."""
    data = pack(rows, states.device_id)
    await link.execute("CREATE TABLE bench_copy (LIKE fleet_position INCLUDING ALL) PARTITION BY RANGE (fix_time)")
    first = int(rows.us.min()) // DAY_US
    for day in range(first, int(rows.us.max()) // DAY_US + 1):
        low, high = (f"{moment((day + n) * DAY_US).date()} 00:00+00" for n in (0, 1))
        await link.execute(
            f"CREATE TABLE bench_copy_{day} PARTITION OF bench_copy FOR VALUES FROM ('{low}') TO ('{high}')"
        )
    began = time.perf_counter()
    async with link.cursor().copy(store.COPY.replace("fleet_position", "bench_copy")) as copy:
        await copy.write(data)
    seconds = time.perf_counter() - began
    await link.execute("DROP TABLE bench_copy")
    return len(rows) / seconds


async def row_at_a_time(link: psycopg.AsyncConnection[Any], rows: Rows, states: States, count: int) -> float:
    """Positions a second of the plain way: an INSERT and an UPDATE, committed one by one on one connection."""
    await link.execute("CREATE TABLE bench_row (LIKE fleet_position INCLUDING ALL)")
    began = time.perf_counter()
    for place in range(count):
        device = int(states.device_id[rows.device[place]])
        fix, at = rows.fixes[place], moment(int(rows.us[place]))
        attributes = rows.attributes[place]
        async with link.transaction():
            await link.execute(
                _INSERT,
                [device, at, int(rows.content[place]), device, fix.speed_mps, fix.course_deg, fix.altitude_m,
                 fix.accuracy_m, int(rows.state[place]), 0, fix.lon, fix.lat,
                 attributes.decode() if attributes is not None else None],
            )  # fmt: skip
            await link.execute(_UPDATE, [at, fix.lon, fix.lat, device])
    seconds = time.perf_counter() - began
    await link.execute("DROP TABLE bench_row")
    return count / seconds
