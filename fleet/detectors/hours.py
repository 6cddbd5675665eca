"""Hours of the week, as people set them: duty hours, hours in which a zone is closed."""

from datetime import datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Annotated, Final, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

DAY_MINUTES: Final = 1440
_MINUTE_US: Final = 60_000_000
_HOUR_US: Final = 60 * _MINUTE_US
Minute = Annotated[int, Field(ge=0, le=DAY_MINUTES)]
Span = tuple[Minute, Minute]


class WeeklyHours(BaseModel):
    """For each day, Monday first, the spans of minutes since local midnight; the end is not inside.

    A span over midnight is two: to 1440 on the one day, from 0 on the next. Where clocks are put forward or back, the
    hours of that day are counted from its midnight.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    days: tuple[tuple[Span, ...], ...] = Field(min_length=7, max_length=7)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for spans in self.days:
            edge = 0
            for start, end in spans:
                if start >= end or start < edge:
                    raise ValueError("spans of a day must be in order, apart, and end after they start")
                edge = end
        return self

    @classmethod
    def every(cls, days: range, start: int, end: int) -> Self:
        """The same span on some days of the week, 0 = Monday."""
        return cls(days=tuple(((start, end),) if day in days else () for day in range(7)))

    def holds(self, us: int, zone: tzinfo) -> bool:
        """Whether a moment (microseconds since 1970) lies inside."""
        day = local_day(us, zone)
        minute = (us - day.start_us) / _MINUTE_US
        return any(start <= minute < end for start, end in self.days[day.weekday])

    def is_free_day(self, us: int, zone: tzinfo) -> bool:
        """Whether the local day of the moment has no hours at all."""
        return not self.days[local_day(us, zone).weekday]

    def next_change(self, us: int, zone: tzinfo) -> int:
        """The first edge of a span, or local midnight, after a moment; microseconds since 1970."""
        day = local_day(us, zone)
        for span in self.days[day.weekday]:
            for edge in span:
                moment = day.start_us + edge * _MINUTE_US
                if moment > us:
                    return min(moment, day.end_us)
        return day.end_us


class LocalDay(NamedTuple):
    """A day somewhere: its number since the year 1, Monday = 0, and its two midnights in microseconds since 1970."""

    number: int
    weekday: int
    start_us: int
    end_us: int


def local_day(us: int, zone: tzinfo) -> LocalDay:
    """The local day of a moment."""
    day = _day_at(us // _HOUR_US, zone)
    return day if us < day.end_us else _day_at(us // _HOUR_US + 1, zone)


@lru_cache(maxsize=4096)
def _day_at(hour: int, zone: tzinfo) -> LocalDay:
    """The day in which an hour since 1970 begins; asked for by every vehicle in that hour."""
    date = datetime.fromtimestamp(hour * 3600, zone).date()
    start, end = (datetime.combine(date + timedelta(days=n), time(), zone).timestamp() for n in (0, 1))
    return LocalDay(date.toordinal(), date.weekday(), round(start * 1e6), round(end * 1e6))
