"""Which fixes are believed, and where the device is now."""

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import psycopg

from fleet.detectors.distance import EARTH_M, distance_m
from fleet.pipeline import quality_flags
from fleet.pipeline.batch import Batch
from fleet.pipeline.clock import HOUR_US, SECOND_US
from fleet.pipeline.columns import UNSET
from fleet.pipeline.rows import NO_VEHICLE, Rows
from fleet.pipeline.states import FOREVER, States

FUTURE_AFTER_US: Final = 25 * HOUR_US
"""A clock that is wrong by a zone is off by 14 h at most, and by a day where the date was taken from another zone."""
ANCIENT_BEFORE_US: Final = 946_684_800 * SECOND_US
POOR_ACCURACY_M: Final = 500.0
JUMP_MPS: Final = 140.0
"""500 km/h: above everything on the ground and the helicopters of a rescue service."""
JUMP_FROM_M: Final = 1_000.0
"""Below this, an inexact fix explains the distance."""
_DEGREE_M: Final = math.radians(1.0) * EARTH_M


async def mark_and_follow(batch: Batch, connection: psycopg.AsyncConnection[Any]) -> None:
    """Mark each fix, in the order of fix time, and let the believed ones that are newest move their device."""
    rows = batch.rows
    if not len(rows):
        return
    rows.marks = marks_of(rows)
    states, groups = batch.states, rows.groups()
    plain = _plain_devices(rows, states)
    rows.led = (rows.marks == 0) & plain[rows.device]
    for place, start, end in groups:
        if not plain[place]:
            _one_by_one(rows, states, start, end)
    starts = np.array([start for _, start, _ in groups], np.intp)
    _count(rows, states, starts)
    last_led = np.maximum.reduceat(np.where(rows.led, np.arange(len(rows)), -1), starts)
    _follow(rows, states, last_led[last_led >= 0])


def marks_of(rows: Rows) -> np.ndarray:
    """What can be seen from each fix alone."""
    valid = np.array([fix.valid for fix in rows.fixes], np.bool_)
    # Written so that what is no number is outside, too.
    inside = (np.abs(rows.lat) <= 90.0) & (np.abs(rows.lon) <= 180.0)
    found = np.where(~valid | ~inside, quality_flags.INVALID, 0)
    found |= np.where((np.abs(rows.lat) < 1e-4) & (np.abs(rows.lon) < 1e-4), quality_flags.NULL_ISLAND, 0)
    found |= np.where(rows.us - rows.arrival > FUTURE_AFTER_US, quality_flags.FUTURE, 0)
    found |= np.where(rows.us < ANCIENT_BEFORE_US, quality_flags.ANCIENT, 0)
    found |= np.where(rows.accuracy > POOR_ACCURACY_M, quality_flags.POOR_ACCURACY, 0)
    return found.astype(np.int16)


def live_us(rows: Rows) -> np.ndarray:
    """The time of the marker: a clock that runs ahead must not freeze it until the others catch up."""
    earlier: np.ndarray = np.minimum(rows.us, rows.arrival)
    return earlier


def _plain_devices(rows: Rows, states: States) -> np.ndarray:
    """For each device, whether every believed fix is newer than the one before it and close by: nothing to judge."""
    plain: np.ndarray = states.suspect == UNSET
    places = np.flatnonzero(rows.marks == 0)
    if not len(places):
        return plain
    device, us = rows.device[places], live_us(rows)[places]
    lon, lat = rows.lon[places], rows.lat[places]
    first = np.ones(len(places), np.bool_)
    first[1:] = device[1:] != device[:-1]
    new = states.fix[device] == UNSET
    before_us = np.where(first, np.where(new, us - 1, states.fix[device]), np.roll(us, 1))
    before_lon = np.where(first, np.where(new, lon, states.lon[device]), np.roll(lon, 1))
    before_lat = np.where(first, np.where(new, lat, states.lat[device]), np.roll(lat, 1))
    # The sum of both ways is never below the distance.
    near = (np.abs(lon - before_lon) + np.abs(lat - before_lat)) * _DEGREE_M <= JUMP_FROM_M
    # Where its clock runs ahead, what a device sends together has one time, and the order of its own clock.
    own_us = rows.us[places]
    follows = (us > before_us) | (~first & (us == before_us) & (own_us > np.roll(own_us, 1)))
    odd = ~near | ~follows
    plain[device[odd]] = False
    return plain


@dataclass(slots=True)
class _Seen:
    """A fix that a device's next one is compared with; ``own_us`` is by the device's clock, None where it was read."""

    us: int
    lon: float
    lat: float
    own_us: int | None = None

    def precedes(self, other: "_Seen") -> bool:
        """Whether the other one is later. Of one batch, where the clock runs ahead, its own word decides."""
        if self.us != other.us or self.own_us is None or other.own_us is None:
            return self.us < other.us
        return self.own_us < other.own_us

    def reaches(self, other: "_Seen") -> bool:
        """Whether something on the ground gets from here to there."""
        took_us = other.us - self.us
        if self.own_us is not None and other.own_us is not None:
            took_us = max(took_us, other.own_us - self.own_us)
        return reachable(self.lon, self.lat, 0, other.lon, other.lat, took_us)


def _one_by_one(rows: Rows, states: States, start: int, end: int) -> None:
    """The full judgement of one device's fixes, in their order.

    Two fixes in a row that agree with each other outweigh the one before: it was the wrong one, or the vehicle was
    carried. Late fixes are not judged, their neighbours are not at hand.
    """
    device, at = rows.device[start], live_us(rows)
    last = _seen(states.fix[device], states.lon[device], states.lat[device])
    suspect = _seen(states.suspect[device], states.suspect_lon[device], states.suspect_lat[device])
    for place in range(start, end):
        here = _Seen(int(at[place]), float(rows.lon[place]), float(rows.lat[place]), int(rows.us[place]))
        if rows.marks[place] or (last is not None and not last.precedes(here)):
            continue
        if last is None or last.reaches(here):
            believed = True
        else:
            believed = suspect is not None and suspect.precedes(here) and suspect.reaches(here)
        if believed:
            last, suspect = here, None
            rows.led[place] = True
        else:
            suspect = here
            rows.marks[place] = quality_flags.JUMP
    gone = suspect or _Seen(UNSET, math.nan, math.nan)
    states.suspect[device], states.suspect_lon[device], states.suspect_lat[device] = gone.us, gone.lon, gone.lat


def _seen(us: np.int64, lon: np.float64, lat: np.float64) -> _Seen | None:
    """What was read; None where there is nothing."""
    return None if us == UNSET or np.isnan(lon) else _Seen(int(us), float(lon), float(lat))


def reachable(lon1: float, lat1: float, us1: int, lon2: float, lat2: float, us2: int) -> bool:  # noqa: PLR0917
    """Whether something on the ground gets from one fix to a later one in time."""
    if (abs(lon2 - lon1) + abs(lat2 - lat1)) * _DEGREE_M <= JUMP_FROM_M:
        return True
    metres = distance_m(lon1, lat1, lon2, lat2)
    return metres <= JUMP_FROM_M or metres <= JUMP_MPS * (us2 - us1) / SECOND_US


def _count(rows: Rows, states: States, starts: np.ndarray) -> None:
    """The devices' counters, their newest times, and from when on their trips have to be built."""
    device = rows.device[starts]
    states.stored[device] += np.diff(starts, append=len(rows))
    states.marked[device] += np.add.reduceat(rows.marks != 0, starts, dtype=np.int64)
    newest = np.maximum.reduceat(np.where(rows.marks & quality_flags.FUTURE, UNSET, rows.us), starts)
    states.newest[device] = np.maximum(states.newest[device], newest)
    believed = (rows.marks == 0) & (rows.vehicle != NO_VEHICLE)
    earliest = np.minimum.reduceat(np.where(believed, rows.us, FOREVER), starts)
    unbuilt = states.unbuilt[device]
    earliest = np.minimum(earliest, np.where(unbuilt == UNSET, FOREVER, unbuilt))
    states.unbuilt[device] = np.where(earliest == FOREVER, UNSET, earliest)


def _follow(rows: Rows, states: States, places: np.ndarray) -> None:
    """The markers of their devices go to the fixes at these places, one of each device."""
    device = rows.device[places]
    states.fix[device], states.arrival[device] = live_us(rows)[places], rows.arrival[places]
    for name in ("lon", "lat", "speed", "course", "accuracy", "state", "vehicle", "agency"):
        getattr(states, name)[device] = getattr(rows, name)[places]
    states.moved[device] = True
