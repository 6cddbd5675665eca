"""Counting working days in the region's own time."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

_SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Monday to Friday. National holidays and joint leave come with the agencies' calendars."""
    return day.weekday() < _SATURDAY


def end_of_working_day(since: datetime, days: int) -> datetime:
    """The last second of the ``days``-th working day after the day of ``since``, which itself does not count."""
    day = timezone.localtime(since).date()
    left = days
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day)
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))
