"""Sums over the days of a period, or over the hours of a single day, and their chart."""

from collections import defaultdict
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format

from reports.period import Period
from reports.table import Chart, ColumnKind

_HOURS = 24


class Tally:
    """Adds up what belongs to a moment; a day alone is told hour by hour, else its chart would be one bar."""

    def __init__(self, period: Period) -> None:
        self._period = period
        self._by_day: dict[date, float] = defaultdict(float)
        self._by_hour: dict[int, float] = defaultdict(float)

    def add(self, at: datetime, value: float) -> None:
        """``value`` is in the unit in which tables hold it."""
        local = timezone.localtime(at)
        self._by_day[local.date()] += value
        self._by_hour[local.hour] += value

    def add_to(self, day: date, value: float) -> None:
        """As ``add``, for what has a day and no hour: such a tally has no chart of a single day."""
        self._by_day[day] += value

    def chart(self, kind: ColumnKind, by_day: str, by_hour: str) -> list[Chart]:
        """One chart under one of the two titles; none where there is nothing to show."""
        if self._period.days > 1:
            days = [day for day, _since, _until in self._period.each()]
            values = [self._by_day.get(day, 0.0) for day in days]
            return _drawn(Chart(by_day, kind, [date_format(day, "j M") for day in days], values))
        hours = [f"{hour:02d}:00" for hour in range(_HOURS)]
        return _drawn(Chart(by_hour, kind, hours, [self._by_hour.get(hour, 0.0) for hour in range(_HOURS)]))


def _drawn(chart: Chart) -> list[Chart]:
    return [chart] if any(chart.values) else []
