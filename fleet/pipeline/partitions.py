"""One partition a day, made before the first row of the day is written."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

import psycopg

from fleet.pipeline.clock import DAY_US, EPOCH, now_us
from fleet.pipeline.delivery import Delivery
from fleet.protocols.fix import Fix

DAYS_BACK: Final = 400
DAYS_AHEAD: Final = 2
_FIRST: Final = EPOCH.date()


class Partitions:
    """Knows which days have their partition. Days outside the window share the default one."""

    def __init__(self) -> None:
        self._made: set[date] = set()

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

    async def make(self, connection: psycopg.AsyncConnection[Any], days: Iterable[date]) -> None:
        """Make partitions, each in a transaction of its own; ``connection`` is in none."""
        for day in days:
            async with connection.transaction():
                await connection.execute("SELECT fleet_make_day(%s)", [day])
            self._made.add(day)


def day_of(us: int) -> date:
    """The UTC day of a time in microseconds since 1970."""
    return _FIRST + timedelta(days=us // DAY_US)


def in_window(day: date, today: date) -> bool:
    """Whether ``day`` gets a partition of its own."""
    return today - timedelta(days=DAYS_BACK) <= day <= today + timedelta(days=DAYS_AHEAD)
