"""Counting working days in the region's own time."""

from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils import timezone

from kit.calendar.holidays import holiday_on, holidays_between, is_decreed

_SATURDAY: Final = 5
_END_OF_DAY: Final = time(23, 59, 59)


def is_working_day(day: date) -> bool:
    """Monday to Friday, except national holidays and joint leave."""
    return day.weekday() < _SATURDAY and holiday_on(day) is None


def add_working_days(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``, which itself does not count."""
    left = count
    while left > 0:
        day += timedelta(days=1)
        left -= is_working_day(day)
    return day


def end_of_working_day(since: datetime, days: int) -> datetime:
    """The last second of the ``days``-th working day after the day of ``since`` in the region's time."""
    day = add_working_days(timezone.localtime(since).date(), days)
    return timezone.make_aware(datetime.combine(day, _END_OF_DAY))


def rests_on_estimate(since: datetime, until: datetime) -> bool:
    """Whether the holidays from ``since`` to ``until`` may still change: estimates, or a year without decree."""
    first, last = timezone.localtime(since).date(), timezone.localtime(until).date()
    if not all(is_decreed(year) for year in range(first.year, last.year + 1)):
        return True
    return any(holiday.estimated for holiday in holidays_between(first, last))
