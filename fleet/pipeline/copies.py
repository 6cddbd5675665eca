"""Second copies of a record: phones send again what was not acknowledged, loggers replay whole files."""

from typing import Any, Final

import psycopg

from fleet.pipeline.batch import Batch, Item
from fleet.pipeline.clock import microseconds, moment
from fleet.pipeline.columns import Bigints, Times

# The bounds are given again as plain values, so that only the partitions of those days are planned.
_STORED: Final = """
SELECT p.device_id, p.fix_time, p.content
FROM unnest(%b::bigint[], %b::timestamptz[], %b::bigint[]) AS k(device_id, fix_time, content)
JOIN fleet_position p ON p.device_id = k.device_id AND p.fix_time = k.fix_time AND p.content = k.content
WHERE p.fix_time >= %s AND p.fix_time <= %s
"""


async def drop_within_batch(batch: Batch, connection: psycopg.AsyncConnection[Any]) -> None:
    """Keep the first of equal records."""
    seen: set[tuple[int, int, int]] = set()
    kept: list[Item] = []
    for item in batch.items:
        if item.key in seen:
            item.known.copies += 1
        else:
            seen.add(item.key)
            kept.append(item)
    batch.items = kept


async def drop_stored(batch: Batch, connection: psycopg.AsyncConnection[Any]) -> None:
    """Drop what the table holds already.

    Only records at or before the newest stored one of their device can be copies, and only this transaction may add any
    while it holds the device's lock: a device that is on time costs no look-up.
    """
    asked = [item for item in batch.items if batch.doubtful or item.fix_us <= (item.known.newest_us or 0)]
    if not asked:
        return
    columns = (
        Bigints.of([item.known.device_id for item in asked]),
        Times.of([item.fix_us for item in asked]),
        Bigints.of([item.content for item in asked]),
        moment(asked[0].fix_us),
        moment(asked[-1].fix_us),
    )
    cursor = connection.cursor(binary=True)
    await cursor.execute(_STORED, columns, prepare=False)
    stored = {(device, microseconds(when), content) for device, when, content in await cursor.fetchall()}
    if not stored:
        return
    for item in asked:
        if item.key in stored:
            item.known.copies += 1
    batch.items = [item for item in batch.items if item.key not in stored]
