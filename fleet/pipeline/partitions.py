"""One partition a day, made before the first row of the day is written."""

import logging
import time
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, Final

import psycopg

from fleet.devices.listeners import BITS
from fleet.pipeline.clock import DAY_US, EPOCH, now_us
from fleet.pipeline.delivery import Delivery
from fleet.protocols.fix import Fix

DAYS_BACK: Final = 400
DAYS_AHEAD: Final = 2
DAYS_A_BATCH: Final = 8
"""Further days of one batch share the default partition until another batch brings them; each takes a lock of all."""
LOCK_TIMEOUT_MS: Final = 1_000
STATEMENT_TIMEOUT_MS: Final = 5_000
AGAIN_AFTER_S: Final = 30.0
_FIRST: Final = EPOCH.date()
_TIMEOUTS: Final = f"SET LOCAL lock_timeout = {LOCK_TIMEOUT_MS}; SET LOCAL statement_timeout = {STATEMENT_TIMEOUT_MS}"
# Devices that are bound to other listeners are as strange to a day as those that nobody registered.
_KNOWN: Final = """
SELECT u.place FROM unnest(%s::bigint[], %s::text[], %s::bigint[]) AS u(place, identity, listener)
JOIN fleet_device AS d ON d.identity = u.identity
WHERE coalesce(d.listeners, -1) IN (-1, 0) OR d.listeners & u.listener <> 0
"""

logger = logging.getLogger(__name__)


class Partitions:
    """Knows which days have their partition. Days outside the window share the default one."""

    def __init__(self) -> None:
        self._made: set[date] = set()
        self._again_at = 0.0

    def missing(self, deliveries: Iterable[Delivery]) -> list[date]:
        """Days of these deliveries inside the window that are not known to have a partition."""
        today = day_of(now_us())
        arrivals = {delivery.arrival_us // DAY_US for delivery in deliveries}
        days = {
            message.fix_time.date()
            for delivery in deliveries
            for message in delivery.messages
            if isinstance(message, Fix) and message.fix_time is not None
        }
        days.update(day_of(number * DAY_US) for number in arrivals)
        return sorted(day for day in days - self._made if in_window(day, today))

    async def prepare(self, connection: psycopg.AsyncConnection[Any], deliveries: Sequence[Delivery]) -> None:
        """Make the partitions that known devices need for these deliveries; ``connection`` is in no transaction.

        What strangers send goes to quarantine and needs none. At most ``DAYS_A_BATCH``, and only while nobody has to
        wait for long: a day without a partition shares the default one, from where it moves when its own is made.
        """
        missing = self.missing(deliveries)
        if missing and time.monotonic() >= self._again_at:
            await self.make(connection, await self._wanted(connection, deliveries, frozenset(missing)))

    async def _wanted(
        self, connection: psycopg.AsyncConnection[Any], deliveries: Sequence[Delivery], missing: frozenset[date]
    ) -> list[date]:
        """Those of the missing days that known devices send of: the newest come first."""
        senders = {
            (day, message.identity, BITS.get((delivery.protocol, delivery.transport), 0))
            for delivery in deliveries
            for message in delivery.messages
            if isinstance(message, Fix) and (day := _day(message, delivery)) in missing
        }
        if not senders:
            return []
        columns = [
            [day.toordinal() for day, _, _ in senders],
            [one for _, one, _ in senders],
            [b for _, _, b in senders],
        ]
        async with connection.transaction():
            cursor = await connection.execute(_KNOWN, columns)
            known = {date.fromordinal(row[0]) for row in await cursor.fetchall()}
        return sorted(known, reverse=True)[:DAYS_A_BATCH]

    async def make(self, connection: psycopg.AsyncConnection[Any], days: Iterable[date]) -> None:
        """Make partitions, each in a transaction of its own; ``connection`` is in none."""
        for day in days:
            try:
                async with connection.transaction():
                    await connection.execute(_TIMEOUTS)
                    await connection.execute("SELECT fleet_make_day(%s)", [day])
            except (psycopg.errors.LockNotAvailable, psycopg.errors.QueryCanceled) as error:
                logger.warning("no partition for %s yet, its rows share the default one: %s", day, error)
                self._again_at = time.monotonic() + AGAIN_AFTER_S
                return
            self._made.add(day)


def _day(fix: Fix, delivery: Delivery) -> date:
    return day_of(delivery.arrival_us) if fix.fix_time is None else fix.fix_time.date()


def day_of(us: int) -> date:
    """The UTC day of a time in microseconds since 1970."""
    return _FIRST + timedelta(days=us // DAY_US)


def in_window(day: date, today: date) -> bool:
    """Whether ``day`` gets a partition of its own."""
    return today - timedelta(days=DAYS_BACK) <= day <= today + timedelta(days=DAYS_AHEAD)
