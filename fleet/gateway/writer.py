"""Committing one batch, and finding the one record that spoils it."""

import logging
from collections.abc import Sequence

import psycopg

from fleet.gateway.database import Pool
from fleet.gateway.errors import Unavailable
from fleet.gateway.publisher import Publisher
from fleet.pipeline import steps
from fleet.pipeline.batch import Batch
from fleet.pipeline.delivery import Delivery, Unstorable
from fleet.pipeline.partitions import Partitions
from fleet.pipeline.spoiled import LATER, SPOILED
from fleet.protocols.fix import Message

logger = logging.getLogger(__name__)


class Writer:
    """Stores batches. Any number of writers, in any number of gateways, may work at once."""

    def __init__(self, pool: Pool, partitions: Partitions, publisher: Publisher) -> None:
        self._pool = pool
        self._partitions = partitions
        self._publisher = publisher

    async def store(self, deliveries: Sequence[Delivery]) -> None:
        """Return when all of ``deliveries`` is durable. Raises Unavailable when none of it is."""
        try:
            await self._commit(deliveries)
        except LATER as error:
            logger.warning("a batch of %d was not stored: %s", len(deliveries), error)
            raise Unavailable from error
        except SPOILED as error:
            logger.warning("a batch of %d is stored one by one: %s", len(deliveries), error)
            await self._one_by_one(deliveries)

    async def _one_by_one(self, deliveries: Sequence[Delivery]) -> None:
        for delivery in deliveries:
            for index, message in enumerate(delivery.messages):
                single = _part(delivery, index, message)
                try:
                    await self._commit([single], doubtful=True)
                except LATER as error:
                    raise Unavailable from error
                except SPOILED as error:
                    logger.error("a record of %s goes to quarantine: %s", message.identity, error)
                    await self._set_aside(single, Unstorable(message.identity, str(error)))

    async def _set_aside(self, single: Delivery, refused: Unstorable) -> None:
        try:
            await self._commit([_part(single, 0, refused)])
        except psycopg.Error as error:
            raise Unavailable from error

    async def _commit(self, deliveries: Sequence[Delivery], *, doubtful: bool = False) -> None:
        async with self._pool.connection() as connection:
            missing = self._partitions.missing(deliveries)
            if missing:
                await self._partitions.make(connection, missing)
            batch: Batch = await steps.run(connection, deliveries, doubtful=doubtful)
            await connection.commit()
        self._publisher.offer(batch.moved())


def _part(delivery: Delivery, index: int, message: Message | Unstorable) -> Delivery:
    return Delivery(
        [message],
        delivery.arrival_us,
        delivery.protocol,
        delivery.transport,
        delivery.remote,
        lambda _: delivery.raw(index),
    )
