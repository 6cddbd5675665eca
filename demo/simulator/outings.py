"""When a vehicle went out in the days past, and where to. Pure: the same days always tell the same."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from demo.fleet_tables import IncidentRow, incidents
from demo.tables import VehicleRow

_WEEKEND: Final = 5
_FIRST_HOUR, _LAST_HOUR, _LAST_OFFICE_HOUR = 7.6, 16.0, 11.5
_LATELY: Final = 2
"""Today and yesterday."""
_STAND_MIN: Final = (6.0, 45.0)
_SHARE: Final = (0.8, 1.1)


@dataclass(frozen=True, slots=True)
class Visit:
    """A place that was gone to at a share of the usual speed, and how long it was stood there."""

    place: str
    stand: timedelta
    share: float
    engine_on: bool = False


@dataclass(frozen=True, slots=True)
class Outing:
    """From the base over these places and back."""

    start: datetime
    visits: tuple[Visit, ...]
    home_share: float


def outings_of(row: VehicleRow, since: datetime, until: datetime, zone: ZoneInfo) -> list[Outing]:
    """The outings that began in that time, in order. Yesterday and today are told more fully than what lies before."""
    if row.habit == "parked":
        return []
    today, day = until.astimezone(zone).date(), since.astimezone(zone).date()
    found: list[Outing] = []
    while day <= today:
        ago = (today - day).days
        special = [one for one in incidents() if one.device == row.device and ago in one.days_ago]
        found += [_incident(one, day, zone) for one in special] or _usual(row, day, ago, zone)
        day += timedelta(days=1)
    return [outing for outing in found if since < outing.start < until]


def _usual(row: VehicleRow, day: date, ago: int, zone: ZoneInfo) -> list[Outing]:
    dice = random.Random(f"history/{row.device}/{day}")
    weekend = day.weekday() >= _WEEKEND
    counts: tuple[int, ...] = (2, 3) if ago < _LATELY else (0, 0, 1)
    if weekend:
        counts = (0, 1, 1, 2) if ago < _LATELY else (0, 0, 0, 1)
    if weekend and row.habit == "office":
        counts = (0,)
    last = _LAST_OFFICE_HOUR if row.habit == "office" else _LAST_HOUR
    hours = sorted(dice.uniform(_FIRST_HOUR, last) for _ in range(dice.choice(counts)))
    return [Outing(_moment(day, hour, zone), tuple(_visits(row, dice)), dice.uniform(*_SHARE)) for hour in hours]


def _visits(row: VehicleRow, dice: random.Random) -> Iterator[Visit]:
    """One or two places of its duty."""
    for place in dice.sample(list(row.duty), k=min(len(row.duty), dice.choice((1, 1, 2)))):
        if place != row.base:
            yield Visit(place, timedelta(minutes=dice.uniform(*_STAND_MIN)), dice.uniform(*_SHARE))


def _incident(row: IncidentRow, day: date, zone: ZoneInfo) -> Outing:
    stand = timedelta(minutes=row.stand_min)
    visits = tuple(Visit(place, stand, row.share, row.engine_on) for place in row.way)
    return Outing(_moment(day, row.hour, zone), visits, row.share)


def _moment(day: date, hour: float, zone: ZoneInfo) -> datetime:
    return (datetime.combine(day, time(), zone) + timedelta(hours=hour)).astimezone(UTC)
