"""The journey of a batch, in order. One transaction holds all of it; what is acknowledged, happened."""

from collections.abc import Awaitable, Callable, Sequence

import psycopg

from fleet.pipeline import deduplicate, detect, last_seen, normalise, resolve_devices, store, store_events, validate
from fleet.pipeline.batch import Batch
from fleet.pipeline.delivery import Delivery
from fleet.rules.ruleset import NOBODY_WATCHES, Watch

Connection = psycopg.AsyncConnection[tuple[object, ...]]
Step = Callable[[Batch, Connection], Awaitable[None]]

JUDGE: Sequence[Step] = (
    resolve_devices.find_devices,
    resolve_devices.sort_messages,
    normalise.fill_in,
    deduplicate.drop_within_batch,
    deduplicate.drop_stored,
    validate.mark_and_follow,
    detect.find_events,
)
# What the last of them say is sent together: the batch waits for the database once.
WRITE: Sequence[Step] = (
    last_seen.keep_last_fixes,
    store.states,
    store_events.events,
    store.quarantine,
)


async def run(
    connection: Connection,
    deliveries: Sequence[Delivery],
    *,
    doubtful: bool = False,
    watch: Watch = NOBODY_WATCHES,
) -> Batch:
    """Take the deliveries through every step, inside the transaction that the caller has opened and commits.

    Raises psycopg.errors.UniqueViolation in the rare case that a copy was not seen; the caller then rolls back and runs
    the batch again as ``doubtful``.
    """
    batch = await judge(connection, deliveries, doubtful=doubtful, watch=watch)
    await write(connection, batch)
    return batch


async def judge(
    connection: Connection, deliveries: Sequence[Delivery], *, doubtful: bool = False, watch: Watch = NOBODY_WATCHES
) -> Batch:
    """What is to be written of the deliveries. Their devices are locked from here on."""
    batch = Batch(deliveries, doubtful, watch)
    for step in JUDGE:
        await step(batch, connection)
    return batch


async def write(connection: Connection, batch: Batch, *, commit: bool = False) -> None:
    """Write a batch. ``commit``: end the transaction with it; when this returns, it is durable. Raises as ``run``."""
    await store.positions(batch, connection)
    async with connection.pipeline():
        for step in WRITE:
            await step(batch, connection)
        if commit:
            await connection.commit()
