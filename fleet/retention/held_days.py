"""Which days would be gone by now, and are kept because of a hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from fleet.models import LegalHold
from fleet.retention.holds import Span, span_of


@dataclass(frozen=True)
class Run:
    """Days one after another, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class Kept:
    """A hold with the UTC days of positions that stay because of it; no days while they are young enough anyway."""

    hold: LegalHold
    runs: list[Run]

    @property
    def days(self) -> int:
        """How many days they are."""
        return sum((run.last - run.first).days + 1 for run in self.runs)


def kept_by(holds: Iterable[LegalHold], stored: Iterable[date], before: date) -> list[Kept]:
    """For each hold, which of the ``stored`` days it keeps beyond the policy, whose first kept day is ``before``."""
    old = [day for day in stored if day < before]
    return [Kept(hold, _runs(_touched(span_of(hold), old))) for hold in holds]


def _touched(span: Span, days: Iterable[date]) -> list[date]:
    return sorted(day for day in days if span.touches(day))


def _runs(days: Iterable[date]) -> list[Run]:
    runs: list[Run] = []
    for day in days:
        if runs and day == runs[-1].last + timedelta(days=1):
            runs[-1] = Run(runs[-1].first, day)
        else:
            runs.append(Run(day, day))
    return runs
