"""The days that a report tells of, in the region's zone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reports.choices import RelativePeriod
from reports.errors import BadReport

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """From the first day's midnight to the midnight after the last one."""

    first: date
    last: date

    @property
    def since(self) -> datetime:
        """The first moment."""
        return midnight(self.first)

    @property
    def until(self) -> datetime:
        """The moment at which it is over."""
        return midnight(self.last + _DAY)

    @property
    def days(self) -> int:
        """How many there are."""
        return (self.last - self.first).days + 1

    def each(self) -> Iterator[tuple[date, datetime, datetime]]:
        """Every day with its first moment and that of the next."""
        for ahead in range(self.days):
            day = self.first + ahead * _DAY
            yield day, midnight(day), midnight(day + _DAY)

    def __str__(self) -> str:
        if self.first == self.last:
            return date_format(self.first, "j F Y")
        return f"{date_format(self.first, 'j F Y')} – {date_format(self.last, 'j F Y')}"


def midnight(day: date) -> datetime:
    """The first moment of a day."""
    return datetime.combine(day, time.min, timezone.get_current_timezone())


def relative(period: RelativePeriod, today: date) -> Period:
    """The days that ``period`` means on ``today``; weeks begin on Monday, what is not over ends today."""
    monday, first = today - today.weekday() * _DAY, today.replace(day=1)
    last_month = first - _DAY
    return {
        RelativePeriod.TODAY: Period(today, today),
        RelativePeriod.YESTERDAY: Period(today - _DAY, today - _DAY),
        RelativePeriod.THIS_WEEK: Period(monday, today),
        RelativePeriod.LAST_WEEK: Period(monday - 7 * _DAY, monday - _DAY),
        RelativePeriod.THIS_MONTH: Period(first, today),
        RelativePeriod.LAST_MONTH: Period(last_month.replace(day=1), last_month),
    }[period]


def checked(most_days: int, first: date, last: date, today: date) -> Period:
    """The period, if a report of ``most_days`` at most can be made of it. Raises BadReport with the field to change."""
    if first > last:
        raise BadReport(_("The first day lies after the last one."), field="last")
    if first > today:
        raise BadReport(_("The first day lies in the future."), field="first")
    if first.year < 2000 or last.year > 2199:
        raise BadReport(_("There are no reports of this time."), field="first")
    if (last - first).days + 1 > most_days:
        text = _("This report may be of at most %(days)d days. Choose a shorter period.")
        raise BadReport(text % {"days": most_days}, field="last")
    return Period(first, last)
