"""What a report is made from: whose vehicles, which days, who asks, and who wants to know how far it is."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from fleet.models import Vehicle
from people.access.policy import Actor
from reports.errors import TooMuch
from reports.period import Period
from reports.table import Cell

CHUNK: Final = 100
"""Vehicles of one query, at most."""
CHUNK_DAYS: Final = 3_000
"""Vehicle-days of one query: some tens of thousands of rows at once in memory."""
MOST_ROWS: Final = 250_000


def _nobody(share: float) -> None:
    """Nobody waits."""


@dataclass(frozen=True)
class Ask:
    """``vehicles`` are those that ``user`` may see; ``tick`` hears the share that is done, and may raise Stopped."""

    user: Actor
    vehicles: Sequence[Vehicle]
    period: Period
    now: datetime
    tick: Callable[[float], None] = _nobody

    def chunks(self, size: int | None = None) -> Iterator[Sequence[Vehicle]]:
        """The vehicles in parts of one query each; tells how far it is."""
        size = size or max(1, min(CHUNK, CHUNK_DAYS // self.period.days))
        for start in range(0, len(self.vehicles), size):
            self.tick(start / len(self.vehicles))
            yield self.vehicles[start : start + size]
        self.tick(1.0)

    @property
    def until(self) -> datetime:
        """The end of the period, or now while it lasts: nothing can be said of the hours to come."""
        return min(self.period.until, self.now)


def limited(rows: list[list[Cell]]) -> list[list[Cell]]:
    """The rows, unless there are too many. Raises TooMuch: nothing is cut off in silence."""
    if len(rows) > MOST_ROWS:
        raise TooMuch
    return rows
