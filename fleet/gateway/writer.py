"""Committing one batch, and finding the one record that spoils it."""

import contextlib
import logging
from collections.abc import Iterator, Sequence
from typing import Final

from fleet.gateway.database import Pool
from fleet.gateway.errors import Unavailable
from fleet.gateway.publisher import Publisher
from fleet.gateway.ruleset_refresher import RulesetRefresher
from fleet.pipeline import steps
from fleet.pipeline.batch import Batch
from fleet.pipeline.delivery import Delivery, Unstorable
from fleet.pipeline.errors import LATER, for_log
from fleet.pipeline.partitions import Partitions
from fleet.pipeline.wire_position import moved_rows
from fleet.protocols.fix import Message
from fleet.protocols.osmand.values import clean
from fleet.rules.ruleset import NOBODY_WATCHES, Watch

logger = logging.getLogger(__name__)
_LONGEST_IDENTITY: Final = 128
_DEVICE: Final = "SELECT id FROM fleet_device WHERE identity = %s"


class Writer:
    """Stores batches. Any number of writers, in any number of gateways, may work at once."""

    def __init__(self, pool: Pool, partitions: Partitions, publisher: Publisher, refresher: RulesetRefresher) -> None:
        self._pool = pool
        self._partitions = partitions
        self._publisher = publisher
        self._refresher = refresher

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
            logger.warning(
                "a batch of %d is stored in parts: %s", len(deliveries), for_log(error, _identities(deliveries))
            )
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
            await self._log_spoiled("goes to quarantine", message.identity, error)
            # The identity may be what is refused.
            refused = Unstorable(clean(message.identity)[:_LONGEST_IDENTITY], str(error))
            try:
                await self._commit([_part(record, 0, refused)])
            except LATER as away:
                raise Unavailable from away
        else:
            await self._log_spoiled("is stored without what it shows", record.identity, why)

    async def _log_spoiled(self, fate: str, identity: str, error: Exception) -> None:
        """Say whose record it is by the id of the device; of an unknown sender the quarantine knows more."""
        known = clean(identity)[:_LONGEST_IDENTITY]
        with contextlib.suppress(*LATER):
            async with self._pool.connection() as connection:
                device = await (await connection.execute(_DEVICE, [known])).fetchone()
            sender = f"an unknown sender ({known[:2]}…)" if device is None else f"device {device[0]}"
            logger.error("a record of %s %s: %s", sender, fate, for_log(error, [identity, known]))
            return
        logger.error("a record %s: %s", fate, for_log(error, [identity, known]))

    async def _commit(
        self, deliveries: Sequence[Delivery], *, doubtful: bool = False, watch: Watch | None = None
    ) -> None:
        await self._refresher.wait_ready()
        async with self._pool.connection() as connection:
            await self._partitions.prepare(connection, deliveries)
            watching = self._refresher.now if watch is None else watch
            batch: Batch = await steps.judge(connection, deliveries, doubtful=doubtful, watch=watching)
            await steps.write(connection, batch, commit=True)
        try:
            self._publisher.publish(moved_rows(batch), news=batch.told)
        except Exception:
            logger.exception("stored, but not told to the hubs")


def _identities(deliveries: Sequence[Delivery]) -> Iterator[str]:
    return (message.identity for delivery in deliveries for message in delivery.messages)


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
