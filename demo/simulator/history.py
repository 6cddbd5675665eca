"""What a vehicle did before the demo was started: a day of outings and of standing at its base. Pure."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from demo.roads import nodes, route
from demo.simulator.driving import Driver, seed_of
from demo.simulator.driving import Fix as Place
from demo.tables import VehicleRow
from geo.measure import bearing_deg, distance_m

LENGTH: Final = timedelta(hours=26)
_EVERY_S: Final = 20
_AT_REST_S: Final = 580
"""Just below the silence after which nobody knows where a vehicle is."""
_MPS: Final = {"national": 13.0, "provincial": 11.0, "regency": 8.5}
_FIRST_HOUR, _LAST_HOUR = 7.5, 16.0
_WEEKEND: Final = 5


@dataclass(frozen=True, slots=True)
class Moment:
    """A place at a time, as the phone would have recorded it."""

    at: datetime
    place: Place


def history_of(row: VehicleRow, now: datetime, zone: ZoneInfo) -> list[Moment]:
    """The recorded moments of the last LENGTH, oldest first; they end where the vehicle is met by the simulator."""
    dice = random.Random(f"history/{row.device}/{now.date()}")
    driver = Driver(row, seed_of(now.timestamp()), underway=False)
    leaves = now - timedelta(seconds=driver.head_start_s)
    found: list[Moment] = []
    at = now - LENGTH
    for start in _starts(row, dice, now, zone):
        if start < at:
            continue
        outing = list(_outing(row, dice, start))
        if outing[-1].at > leaves - timedelta(minutes=10):
            break
        found += _rest(row, at, start)
        found += outing
        at = outing[-1].at
    return [*found, *_rest(row, at, leaves), *_underway(driver, leaves, now)]


def _starts(row: VehicleRow, dice: random.Random, now: datetime, zone: ZoneInfo) -> list[datetime]:
    """When it set out, in the hours of duty of the days that the history touches; less often at a weekend."""
    if row.habit == "parked":
        return []
    first = (now - LENGTH).astimezone(zone).date()
    starts = []
    for day in range(3):
        date = first + timedelta(days=day)
        outings = dice.choice((2, 3)) if date.weekday() < _WEEKEND else dice.choice((0, 1, 1, 2))
        for _ in range(outings):
            hour = dice.uniform(_FIRST_HOUR, _LAST_HOUR)
            midnight = datetime(date.year, date.month, date.day, tzinfo=zone)
            starts.append((midnight + timedelta(hours=hour)).astimezone(UTC))
    return sorted(start for start in starts if now - LENGTH < start < now)


def _outing(row: VehicleRow, dice: random.Random, start: datetime) -> Iterator[Moment]:
    """To one or two places of its duty, a while there, and back to its base."""
    at, here = start, row.base
    goals = dice.sample(list(row.duty), k=min(len(row.duty), dice.choice((1, 1, 2))))
    for goal in [*(goal for goal in goals if goal != row.base), row.base]:
        for moment in _drive(here, goal, at, dice.uniform(0.8, 1.1)):
            yield moment
            at = moment.at
        here = goal
        if goal != row.base:
            until = at + timedelta(minutes=dice.uniform(6, 45))
            yield from _stand(nodes()[goal], at, until)
            at = until
    yield Moment(at + timedelta(seconds=_EVERY_S), Place(*nodes()[here], 0.0, 0.0))


def _drive(start: str, goal: str, at: datetime, share: float) -> Iterator[Moment]:
    """A fix every few seconds along the shortest way."""
    position, waited = nodes()[start], 0.0
    for leg in route(start, goal):
        speed = _MPS[leg.road_class] * share
        course = bearing_deg(*position, *leg.end)
        length, gone = distance_m(*position, *leg.end), 0.0
        while (length - gone) / speed + waited >= _EVERY_S:
            gone += (_EVERY_S - waited) * speed
            waited = 0.0
            at += timedelta(seconds=_EVERY_S)
            part = gone / length
            lon = position[0] + (leg.end[0] - position[0]) * part
            lat = position[1] + (leg.end[1] - position[1]) * part
            yield Moment(at, Place(lon, lat, speed, course))
        waited += (length - gone) / speed
        position = leg.end


def _rest(row: VehicleRow, since: datetime, until: datetime) -> Iterator[Moment]:
    return _stand(nodes()[row.base], since, until)


def _stand(position: tuple[float, float], since: datetime, until: datetime) -> Iterator[Moment]:
    at = since + timedelta(seconds=_EVERY_S)
    while at < until:
        yield Moment(at, Place(*position, 0.0, 0.0))
        at += timedelta(seconds=_AT_REST_S)
    if until - timedelta(seconds=1) > since:
        # The phone wakes as the vehicle sets out, as the real ones do.
        yield Moment(until - timedelta(seconds=1), Place(*position, 0.0, 0.0))


def _underway(driver: Driver, leaves: datetime, now: datetime) -> Iterator[Moment]:
    """The way to where the simulator meets it, in the very steps that the simulator takes."""
    left, at = driver.head_start_s, leaves
    while left > _EVERY_S:
        place = driver.advance(_EVERY_S, step_s=5.0)
        at += timedelta(seconds=_EVERY_S)
        left -= _EVERY_S
        yield Moment(at, place)
    yield Moment(now, driver.advance(left, step_s=5.0))
