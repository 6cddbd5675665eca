"""The speed of one vehicle over the hours of a period; what is not known stays open."""

import math
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fleet.history.tracks import GAP_S
from fleet.models import Trip
from fleet.reports.ask import Ask
from reports.table import Chart, ChartForm, ColumnKind

_MOST_POINTS: Final = 300
_SPANS_S: Final = (60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400)
"""Whole parts of an hour or a day, so that the labels below the chart are whole hours."""

Timed = tuple[datetime, float]


def speed_over_time(ask: Ask, timed: Sequence[Timed], stops: Iterable[Trip]) -> list[Chart]:
    """The highest speed (m/s) of each span from the first midnight of the period to its end, or to now.

    Between fixes that are near in time it goes evenly from one speed to the next; in a stop it is 0 though nothing was
    sent; in all other silences it is not known.
    """
    if len(timed) < 2:
        return []
    since, seconds = ask.period.since, (ask.until - ask.period.since).total_seconds()
    span_s = next((span for span in _SPANS_S if seconds / span <= _MOST_POINTS), _SPANS_S[-1])
    spans = _Spans(since, span_s, max(math.ceil(seconds / span_s), 1))
    spans.take(timed)
    for stop in stops:
        spans.stand(stop.start, stop.end)
    starts = (since + timedelta(seconds=n * span_s) for n in range(len(spans.tops)))
    form = "H:i" if ask.period.days == 1 else "j M H:i"
    labels = [date_format(timezone.localtime(start), form) for start in starts]
    return [Chart(_("Speed over time"), ColumnKind.SPEED, labels, spans.tops, ChartForm.LINE)]


class _Spans:
    """Equal spans of time and the highest speed in each; None where it is not known."""

    def __init__(self, since: datetime, span_s: int, count: int) -> None:
        self._since, self._span_s = since, span_s
        self.tops: list[float | None] = [None] * count

    def take(self, timed: Sequence[Timed]) -> None:
        for at, speed in timed:
            place = self._place(at)
            self.tops[place] = max(self.tops[place] or 0.0, speed)
        for (at, speed), (then, next_speed) in pairwise(timed):
            took_s = (then - at).total_seconds()
            if self._span_s < took_s <= GAP_S:
                for place in range(self._place(at) + 1, self._place(then)):
                    share = ((self._since - at).total_seconds() + (place + 0.5) * self._span_s) / took_s
                    self._fill(place, speed + (next_speed - speed) * share)

    def stand(self, start: datetime, end: datetime) -> None:
        """Nothing faster than 0 where nothing else is known."""
        first = math.ceil((start - self._since).total_seconds() / self._span_s)
        last = math.floor((end - self._since).total_seconds() / self._span_s)
        for place in range(max(first, 0), min(last, len(self.tops))):
            self._fill(place, 0.0)

    def _fill(self, place: int, speed: float) -> None:
        if self.tops[place] is None:
            self.tops[place] = speed

    def _place(self, at: datetime) -> int:
        place = int((at - self._since).total_seconds() // self._span_s)
        return min(max(place, 0), len(self.tops) - 1)
