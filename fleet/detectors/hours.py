"""Hours of the week, as people set them: duty hours, hours in which a zone is closed."""

from datetime import datetime, timedelta, tzinfo
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

DAY_MINUTES: Final = 1440
_MINUTE_US: Final = 60_000_000
Minute = Annotated[int, Field(ge=0, le=DAY_MINUTES)]
Span = tuple[Minute, Minute]


class WeeklyHours(BaseModel):
    """For each day, Monday first, the spans of minutes since local midnight; the end is not inside.

    A span over midnight is two: to 1440 on the one day, from 0 on the next.
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
        weekday, minute = _local(us, zone)
        return any(start <= minute < end for start, end in self.days[weekday])

    def is_free_day(self, us: int, zone: tzinfo) -> bool:
        """Whether the local day of the moment has no hours at all."""
        return not self.days[_local(us, zone)[0]]

    def next_change(self, us: int, zone: tzinfo) -> int:
        """The first edge of a span, or local midnight, after a moment; microseconds since 1970."""
        local = datetime.fromtimestamp(us / 1e6, zone)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        edges = {DAY_MINUTES, *(edge for span in self.days[local.weekday()] for edge in span)}
        moments = [midnight + timedelta(minutes=edge) for edge in sorted(edges)]
        later = [round(moment.timestamp() * 1e6) for moment in moments]
        return min((moment for moment in later if moment > us), default=us + _MINUTE_US)


def local_day(us: int, zone: tzinfo) -> int:
    """The number of the local day of a moment."""
    return datetime.fromtimestamp(us / 1e6, zone).toordinal()


def _local(us: int, zone: tzinfo) -> tuple[int, float]:
    local = datetime.fromtimestamp(us / 1e6, zone)
    return local.weekday(), local.hour * 60 + local.minute + local.second / 60
