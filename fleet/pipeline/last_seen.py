"""Where a vehicle was seen last, when its device goes on in another one or in none."""

from typing import Any, Final

import numpy as np
import psycopg

from fleet.pipeline.batch import Batch
from fleet.pipeline.columns import Bigints, Doubles, Times
from fleet.pipeline.rows import NO_VEHICLE
from fleet.pipeline.validate import live_us

_NAMES: Final = ("vehicle", "fix", "arrival", "lon", "lat", "speed", "course", "accuracy", "state")
_KEEP: Final = """
INSERT INTO fleet_departedfix AS known (vehicle_id, fix_time, arrival, point, speed_mps, course_deg, accuracy_m, state)
SELECT u.vehicle_id, u.fix_time, u.arrival, ST_SetSRID(ST_MakePoint(u.lon, u.lat), 4326), nullif(u.speed_mps, 'NaN'),
       nullif(u.course_deg, 'NaN'), nullif(u.accuracy_m, 'NaN'), u.state
FROM unnest(%b::bigint[], %b::timestamptz[], %b::timestamptz[], %b::float8[], %b::float8[], %b::float8[], %b::float8[],
            %b::float8[], %b::bigint[])
    AS u(vehicle_id, fix_time, arrival, lon, lat, speed_mps, course_deg, accuracy_m, state)
ON CONFLICT (vehicle_id) DO UPDATE SET
    fix_time = excluded.fix_time, arrival = excluded.arrival, point = excluded.point, speed_mps = excluded.speed_mps,
    course_deg = excluded.course_deg, accuracy_m = excluded.accuracy_m, state = excluded.state
WHERE known.fix_time < excluded.fix_time
"""


async def keep_last_fixes(batch: Batch, connection: psycopg.AsyncConnection[Any]) -> None:
    """Keep the last live position of each vehicle that a device of the batch has left, unless a later one is kept.

    That of before the batch is in the device's state, which is about to be overwritten; others are in the batch itself
    and were never a state at all.
    """
    rows, before = batch.rows, batch.states.before
    led = np.flatnonzero(rows.led)
    if not len(led):
        return
    device, vehicle = rows.device[led], rows.vehicle[led]
    goes_on = device[1:] == device[:-1]
    batch.departed = led[:-1][goes_on & (vehicle[1:] != vehicle[:-1]) & (vehicle[:-1] != NO_VEHICLE)]
    first = np.append(True, ~goes_on)
    was = before["vehicle"][device[first]]
    left = device[first][(was != NO_VEHICLE) & (was != vehicle[first])]
    if not len(batch.departed) and not len(left):
        return
    fixes = {
        name: np.append(before[name][left], getattr(rows, name)[batch.departed]) for name in _NAMES if name != "fix"
    }
    fixes["fix"] = np.append(before["fix"][left], live_us(rows)[batch.departed])
    order = np.lexsort((fixes["fix"], fixes["vehicle"]))
    newest = order[np.append(np.diff(fixes["vehicle"][order]) != 0, True)]
    kinds = {"vehicle": Bigints, "state": Bigints, "fix": Times, "arrival": Times}
    await connection.execute(_KEEP, [kinds.get(name, Doubles).of(fixes[name][newest]) for name in _NAMES])
