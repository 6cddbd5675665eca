"""Committing one batch, and finding the one record that spoils it."""

import logging
from collections.abc import Sequence

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

logger = logging.getLogger(__name__)


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
            logger.warning("a batch of %d is stored one by one: %r", len(deliveries), error)
            await self._one_by_one(deliveries)

    async def _one_by_one(self, deliveries: Sequence[Delivery]) -> None:
        for delivery in deliveries:
            for index, message in enumerate(delivery.messages):
                single = _part(delivery, index, message)
                try:
                    await self._commit([single], doubtful=True)
                except LATER as error:
                    raise Unavailable from error
                except Exception as error:  # noqa: BLE001 - as above
                    logger.error("a record of %r goes to quarantine: %r", message.identity, error)
                    await self._set_aside(single, Unstorable(message.identity, str(error)))

    async def _set_aside(self, single: Delivery, refused: Unstorable) -> None:
        try:
            await self._commit([_part(single, 0, refused)])
        except LATER as error:
            raise Unavailable from error

    async def _commit(self, deliveries: Sequence[Delivery], *, doubtful: bool = False) -> None:
        await self._lookout.wait_ready()
        async with self._pool.connection() as connection:
            missing = self._partitions.missing(deliveries)
            if missing:
                await self._partitions.make(connection, missing)
            watch = self._lookout.now
            batch: Batch = await steps.run(connection, deliveries, doubtful=doubtful, watch=watch)
            await connection.commit()
        try:
            self._publisher.offer(batch.moved(), news=batch.told)
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
    )
