"""The journey of a batch, in order. One transaction holds all of it; what is acknowledged, happened."""

from collections.abc import Awaitable, Callable, Sequence

import psycopg

from fleet.pipeline import bind, copies, departures, detect, normalise, store, store_events, validate
from fleet.pipeline.batch import Batch
from fleet.pipeline.delivery import Delivery
from fleet.watch.book import NOBODY_WATCHES, Watch

Connection = psycopg.AsyncConnection[tuple[object, ...]]
Step = Callable[[Batch, Connection], Awaitable[None]]

STEPS: Sequence[Step] = (
    bind.find_devices,
    bind.sort_messages,
    normalise.fill_in,
    copies.drop_within_batch,
    copies.drop_stored,
    validate.mark_and_follow,
    detect.find_events,
    store.positions,
    departures.keep_last_fixes,
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
    """Take the deliveries through every step, inside the transaction that the caller has opened.

    Raises psycopg.errors.UniqueViolation in the rare case that a copy was not seen; the caller then rolls back and runs
    the batch again as ``doubtful``.
    """
    batch = Batch(deliveries, doubtful, watch)
    for step in STEPS:
        await step(batch, connection)
    return batch
