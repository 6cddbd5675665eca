"""Committing one batch, and finding the one record that spoils it."""

import logging
from collections.abc import Sequence
from typing import Final

from fleet.gateway.database import Pool
from fleet.gateway.errors import Unavailable
from fleet.gateway.lookout import Lookout
from fleet.gateway.publisher import Publisher
from fleet.pipeline import steps
from fleet.pipeline.batch import Batch
from fleet.pipeline.delivery import Delivery, Unstorable
from fleet.pipeline.partitions import Partitions
from fleet.pipeline.spoiled import LATER
from fleet.protocols.fix import Message
from fleet.protocols.osmand.values import clean
from fleet.watch.book import NOBODY_WATCHES, Watch
from fleet.wire import moved_rows

logger = logging.getLogger(__name__)
_LONGEST_IDENTITY: Final = 128


class Writer:
    """Stores batches. Any number of writers, in any number of gateways, may work at once."""

    def __init__(self, pool: Pool, partitions: Partitions, publisher: Publisher, lookout: Lookout) -> None:
        self._pool = pool
        self._partitions = partitions
        self._publisher = publisher
        self._lookout = lookout

    async def store(self, deliveries: Sequence[Delivery]) -> None:
        """Return when all of ``deliveries`` is durable, as positions or in quarantine. Raises Unavailable otherwise.

        Everything but a database that is away is taken for a fault of one record, which is then found and set aside.
        """
        try:
            await self._commit(deliveries)
        except LATER as error:
            logger.warning("a batch of %d was not stored: %s", len(deliveries), error)
            raise Unavailable from error
        except Exception as error:  # noqa: BLE001 - whatever a record does, the others must not suffer for it
            logger.warning("a batch of %d is stored in parts: %r", len(deliveries), error)
            await self._find_spoiled(
                [_part(one, index, message) for one in deliveries for index, message in enumerate(one.messages)]
            )

    async def _find_spoiled(self, records: Sequence[Delivery]) -> None:
        """Store what can be stored of records that came to nothing together: halves of halves find the spoiled one."""
        try:
            await self._commit(records, doubtful=True)
        except LATER as error:
            raise Unavailable from error
        except Exception as error:  # noqa: BLE001 - as above
            if len(records) == 1:
                await self._store_bare(records[0], error)
                return
            middle = len(records) // 2
            await self._find_spoiled(records[:middle])
            await self._find_spoiled(records[middle:])

    async def _store_bare(self, record: Delivery, why: Exception) -> None:
        """A position is kept even if what it shows cannot be; only what is refused without events, too, goes aside."""
        try:
            await self._commit([record], doubtful=True, watch=NOBODY_WATCHES)
        except LATER as error:
            raise Unavailable from error
        except Exception as error:  # noqa: BLE001 - as above
            message = record.messages[0]
            logger.error("a record of %r goes to quarantine: %r", message.identity, error)
            # The identity may be what is refused.
            refused = Unstorable(clean(message.identity)[:_LONGEST_IDENTITY], str(error))
            try:
                await self._commit([_part(record, 0, refused)])
            except LATER as away:
                raise Unavailable from away
        else:
            logger.error("a record of %r is stored without what it shows: %r", record.identity, why)

    async def _commit(
        self, deliveries: Sequence[Delivery], *, doubtful: bool = False, watch: Watch | None = None
    ) -> None:
        await self._lookout.wait_ready()
        async with self._pool.connection() as connection:
            await self._partitions.prepare(connection, deliveries)
            watching = self._lookout.now if watch is None else watch
            batch: Batch = await steps.judge(connection, deliveries, doubtful=doubtful, watch=watching)
            await steps.write(connection, batch, commit=True)
        try:
            self._publisher.offer(moved_rows(batch), news=batch.told)
        except Exception:
            logger.exception("stored, but not told to the hubs")


def _part(delivery: Delivery, index: int, message: Message | Unstorable) -> Delivery:
    return Delivery(
        [message],
        delivery.arrival_us,
        delivery.protocol,
        delivery.transport,
        delivery.remote,
        lambda _: delivery.raw(index),
        delivery.password,
    )
