"""What a vehicle did before the demo was started: days of outings and of standing at its base. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from demo.simulator.driving import Driver, seed_of
from demo.simulator.driving import Fix as Place
from demo.simulator.duty import on_duty
from demo.simulator.outings import Outing, outings_of
from demo.simulator.ways import way, where
from demo.tables import VehicleRow
from geo.measure import bearing_deg, distance_m

LENGTH: Final = timedelta(days=9)
"""So that "last week" has something to tell, whatever day of the week it is."""
_FULL: Final = timedelta(hours=26)
_EVERY_S, _BEFORE_EVERY_S = 20, 60
"""Between two fixes on the way: of the last day, and of those before, of which less is asked."""
_SETTLES_S, _ASLEEP_S, _IDLES_S = 200, 7200, 60
"""At rest a device says so once more, then sleeps; while the engine runs it does not."""
_BRAKES_S: Final = 10
"""From its speed to standing; a fix sooner than that would look like an emergency."""
_MPS: Final = {"national": 13.0, "provincial": 11.0, "regency": 8.5}


@dataclass(frozen=True, slots=True)
class Moment:
    """A place at a time, as the device would have recorded it."""

    at: datetime
    place: Place
    engine_on: bool = False


def history_of(row: VehicleRow, now: datetime, zone: ZoneInfo) -> list[Moment]:
    """The recorded moments of the last LENGTH, oldest first; they end where the vehicle is met by the simulator."""
    driver = Driver(row, seed_of(now.timestamp()), underway=False, on_duty=on_duty(row, now))
    leaves = now - timedelta(seconds=driver.head_start_s)
    found: list[Moment] = []
    at = now - LENGTH
    for outing in outings_of(row, at, now, zone):
        if outing.start < at:
            continue
        every_s = _EVERY_S if outing.start > now - _FULL else _BEFORE_EVERY_S
        moments = list(_driven(row, outing, every_s))
        if moments[-1].at > leaves - timedelta(minutes=10):
            break
        found += _rest(row, at, outing.start)
        found += moments
        at = moments[-1].at
    return [*found, *_rest(row, at, leaves), *_underway(driver, leaves, now)]


def _driven(row: VehicleRow, outing: Outing, every_s: int) -> Iterator[Moment]:
    """To the places of the outing, a while at each, and back to the base."""
    at, here = outing.start, row.base
    for visit in outing.visits:
        for moment in _drive(here, visit.place, at, visit.share, every_s):
            yield moment
            at = moment.at
        here = visit.place
        yield from _stand(where(here), at, at + visit.stand, engine_on=visit.engine_on)
        at += visit.stand
    for moment in _drive(here, row.base, at, outing.home_share, every_s):
        yield moment
        at = moment.at
    yield Moment(at + timedelta(seconds=_EVERY_S), Place(*where(row.base), 0.0, 0.0))


def _drive(start: str, goal: str, at: datetime, share: float, every_s: int) -> Iterator[Moment]:
    """A fix every so often along the shortest way, and one on arriving."""
    position, waited, course = where(start), 0.0, 0.0
    for leg in way(start, goal):
        speed = _MPS[leg.road_class] * share
        course = bearing_deg(*position, *leg.end)
        length, gone = distance_m(*position, *leg.end), 0.0
        while (length - gone) / speed + waited >= every_s:
            gone += (every_s - waited) * speed
            waited = 0.0
            at += timedelta(seconds=every_s)
            part = gone / length
            lon = position[0] + (leg.end[0] - position[0]) * part
            lat = position[1] + (leg.end[1] - position[1]) * part
            yield Moment(at, Place(lon, lat, speed, course), engine_on=True)
        waited += (length - gone) / speed
        position = leg.end
    if waited > _BRAKES_S:
        yield Moment(at + timedelta(seconds=waited), Place(*position, 0.0, course), engine_on=True)


def _rest(row: VehicleRow, since: datetime, until: datetime) -> Iterator[Moment]:
    return _stand(where(row.base), since, until)


def _stand(
    position: tuple[float, float], since: datetime, until: datetime, *, engine_on: bool = False
) -> Iterator[Moment]:
    place = Place(*position, 0.0, 0.0)
    at, next_s = since + timedelta(seconds=_EVERY_S), _IDLES_S if engine_on else _SETTLES_S
    while at < until:
        yield Moment(at, place, engine_on)
        at += timedelta(seconds=next_s)
        next_s = _IDLES_S if engine_on else _ASLEEP_S
    if until - timedelta(seconds=1) > since:
        # The device wakes as the vehicle sets out, as the real ones do.
        yield Moment(until - timedelta(seconds=1), place, engine_on)


def _underway(driver: Driver, leaves: datetime, now: datetime) -> Iterator[Moment]:
    """The way to where the simulator meets it, in the very steps that the simulator takes."""
    left, at = driver.head_start_s, leaves
    while left > _EVERY_S:
        place = driver.advance(_EVERY_S, step_s=5.0)
        at += timedelta(seconds=_EVERY_S)
        left -= _EVERY_S
        yield Moment(at, place, driver.engine_on)
    yield Moment(now, driver.advance(left, step_s=5.0), driver.engine_on)
