"""Second copies of a record: phones send again what was not acknowledged, loggers replay whole files."""

from typing import Any, Final

import numpy as np
import psycopg

from fleet.pipeline.batch import Batch
from fleet.pipeline.clock import microseconds, moment
from fleet.pipeline.columns import Bigints, Times
from fleet.pipeline.validate import FUTURE_AFTER_US

# The bounds are given again as plain values, so that only the partitions of those days are planned.
_STORED: Final = """
SELECT p.device_id, p.fix_time, p.content
FROM unnest(%b::bigint[], %b::timestamptz[], %b::bigint[]) AS k(device_id, fix_time, content)
JOIN fleet_position p ON p.device_id = k.device_id AND p.fix_time = k.fix_time AND p.content = k.content
WHERE p.fix_time >= %s AND p.fix_time <= %s
"""


async def drop_within_batch(batch: Batch, connection: psycopg.AsyncConnection[Any]) -> None:
    """Keep the first of equal records."""
    rows = batch.rows
    if len(rows) < 2:
        return
    together = (rows.device[1:] == rows.device[:-1]) & (rows.us[1:] == rows.us[:-1])
    if not together.any():
        return
    seen: set[tuple[int, int, int]] = set()
    kept = []
    for place, key in enumerate(zip(rows.device.tolist(), rows.us.tolist(), rows.content.tolist(), strict=True)):
        if key in seen:
            batch.states.copies[key[0]] += 1
        else:
            seen.add(key)
            kept.append(place)
    rows.take(np.array(kept, np.intp))


async def drop_stored(batch: Batch, connection: psycopg.AsyncConnection[Any]) -> None:
    """Drop what the table holds already.

    Only records at or before the newest stored one of their device can be copies, or of a future that does not count as
    the newest; and only this transaction may add any while it holds the device's lock. A device that is on time costs
    no look-up.
    """
    rows = batch.rows
    possible = (rows.us <= batch.states.newest[rows.device]) | (rows.us - rows.arrival > FUTURE_AFTER_US)
    asked = np.arange(len(rows)) if batch.doubtful else np.flatnonzero(possible)
    if not len(asked):
        return
    ids = batch.states.device_id[rows.device[asked]].tolist()
    us, content = rows.us[asked].tolist(), rows.content[asked].tolist()
    columns = (Bigints.of(ids), Times.of(us), Bigints.of(content), moment(min(us)), moment(max(us)))
    cursor = connection.cursor(binary=True)
    await cursor.execute(_STORED, columns, prepare=False)
    stored = {(device, microseconds(when), content) for device, when, content in await cursor.fetchall()}
    if not stored:
        return
    kept = np.ones(len(rows), np.bool_)
    for place, key in zip(asked.tolist(), zip(ids, us, content, strict=True), strict=True):
        if key in stored:
            batch.states.copies[rows.device[place]] += 1
            kept[place] = False
    rows.take(np.flatnonzero(kept))
