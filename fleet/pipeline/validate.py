"""Which fixes are believed, and where the device is now."""

import math
from typing import Any, Final

import numpy as np
import psycopg

from fleet import marks
from fleet.distance import EARTH_M, distance_m
from fleet.pipeline.batch import Batch, Known
from fleet.pipeline.clock import HOUR_US, SECOND_US
from fleet.pipeline.rows import NO_VEHICLE, Rows

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
    plain = _plain_devices(rows, batch.devices)
    rows.led = (rows.marks == 0) & plain[rows.device]
    groups = rows.groups()
    for place, start, end in groups:
        if not plain[place]:
            _one_by_one(rows, batch.devices[place], start, end)
    _count(rows, batch.devices, groups)
    starts = [start for _, start, _ in groups]
    last_led = np.maximum.reduceat(np.where(rows.led, np.arange(len(rows)), -1), starts)
    _follow(rows, batch.devices, last_led[last_led >= 0])


def marks_of(rows: Rows) -> np.ndarray:
    """What can be seen from each fix alone."""
    valid = np.array([fix.valid for fix in rows.fixes], np.bool_)
    # Written so that what is no number is outside, too.
    inside = (np.abs(rows.lat) <= 90.0) & (np.abs(rows.lon) <= 180.0)
    found = np.where(~valid | ~inside, marks.INVALID, 0)
    found |= np.where((np.abs(rows.lat) < 1e-4) & (np.abs(rows.lon) < 1e-4), marks.NULL_ISLAND, 0)
    found |= np.where(rows.us - rows.arrival > FUTURE_AFTER_US, marks.FUTURE, 0)
    found |= np.where(rows.us < ANCIENT_BEFORE_US, marks.ANCIENT, 0)
    found |= np.where(rows.accuracy > POOR_ACCURACY_M, marks.POOR_ACCURACY, 0)
    return found.astype(np.int16)


def live_us(rows: Rows) -> np.ndarray:
    """The time of the marker: a clock that runs ahead must not freeze it until the others catch up."""
    earlier: np.ndarray = np.minimum(rows.us, rows.arrival)
    return earlier


def _plain_devices(rows: Rows, devices: list[Known]) -> np.ndarray:
    """For each device, whether every believed fix is newer than the one before it and close by: nothing to judge."""
    plain = np.array([known.suspect_us is None for known in devices], np.bool_)
    places = np.flatnonzero(rows.marks == 0)
    if not len(places):
        return plain
    device, us = rows.device[places], live_us(rows)[places]
    lon, lat = rows.lon[places], rows.lat[places]
    first = np.ones(len(places), np.bool_)
    first[1:] = device[1:] != device[:-1]
    before_us, before_lon, before_lat = np.roll(us, 1), np.roll(lon, 1), np.roll(lat, 1)
    for place in np.flatnonzero(first).tolist():
        known = devices[device[place]]
        if known.fix_us is None or known.lon is None or known.lat is None:
            before_us[place], before_lon[place], before_lat[place] = us[place] - 1, lon[place], lat[place]
        else:
            before_us[place], before_lon[place], before_lat[place] = known.fix_us, known.lon, known.lat
    # The sum of both ways is never below the distance.
    near = (np.abs(lon - before_lon) + np.abs(lat - before_lat)) * _DEGREE_M <= JUMP_FROM_M
    odd = ~near | (us <= before_us)
    plain[device[odd]] = False
    return plain


def _one_by_one(rows: Rows, known: Known, start: int, end: int) -> None:
    """The full judgement of one device's fixes, in their order."""
    at = live_us(rows)
    for place in range(start, end):
        if rows.marks[place]:
            continue
        us, lon, lat = int(at[place]), float(rows.lon[place]), float(rows.lat[place])
        if known.fix_us is not None and us <= known.fix_us:
            continue
        if _jumps(known, us, lon, lat):
            rows.marks[place] = marks.JUMP
            continue
        rows.led[place] = True
        known.fix_us, known.lon, known.lat = us, lon, lat
        known.suspect_us = known.suspect_lon = known.suspect_lat = None


def _jumps(known: Known, us: int, lon: float, lat: float) -> bool:
    """Whether nothing drives from the last believed fix to this one.

    Two fixes in a row that agree with each other outweigh the one before: it was the wrong one, or the vehicle was
    carried. Late fixes are not judged, their neighbours are not at hand.
    """
    if known.fix_us is None or known.lon is None or known.lat is None:
        return False
    if reachable(known.lon, known.lat, known.fix_us, lon, lat, us):
        return False
    suspect = (known.suspect_lon, known.suspect_lat, known.suspect_us)
    known.suspect_lon, known.suspect_lat, known.suspect_us = lon, lat, us
    lon1, lat1, us1 = suspect
    if lon1 is not None and lat1 is not None and us1 is not None and us1 < us:
        return not reachable(lon1, lat1, us1, lon, lat, us)
    return True


def reachable(lon1: float, lat1: float, us1: int, lon2: float, lat2: float, us2: int) -> bool:  # noqa: PLR0917
    """Whether something on the ground gets from one fix to a later one in time."""
    if (abs(lon2 - lon1) + abs(lat2 - lat1)) * _DEGREE_M <= JUMP_FROM_M:
        return True
    metres = distance_m(lon1, lat1, lon2, lat2)
    return metres <= JUMP_FROM_M or metres <= JUMP_MPS * (us2 - us1) / SECOND_US


_LATEST: Final = np.iinfo(np.int64).max


def _count(rows: Rows, devices: list[Known], groups: list[tuple[int, int, int]]) -> None:
    """The devices' counters, their newest times, and from when on their trips have to be built."""
    starts = [start for _, start, _ in groups]
    believed = (rows.marks == 0) & (rows.vehicle != NO_VEHICLE)
    marked = np.add.reduceat(rows.marks != 0, starts, dtype=np.int64).tolist()
    newest = np.maximum.reduceat(np.where(rows.marks & marks.FUTURE, 0, rows.us), starts).tolist()
    earliest = np.minimum.reduceat(np.where(believed, rows.us, _LATEST), starts).tolist()
    for n, (place, start, end) in enumerate(groups):
        known = devices[place]
        known.stored += end - start
        known.marked += marked[n]
        if newest[n]:
            known.newest_us = max(known.newest_us or 0, newest[n])
        if earliest[n] != _LATEST:
            known.unbuilt_us = earliest[n] if known.unbuilt_us is None else min(known.unbuilt_us, earliest[n])


def _follow(rows: Rows, devices: list[Known], places: np.ndarray) -> None:
    """The markers of their devices go to the fixes at these places, one of each device."""
    columns = (rows.device, live_us(rows), rows.arrival, rows.lon, rows.lat, rows.state, rows.vehicle, rows.agency)
    for step, device, us, arrival, lon, lat, state, vehicle, agency in zip(
        places.tolist(), *(column[places].tolist() for column in columns), strict=True
    ):
        known, fix = devices[device], rows.fixes[step]
        known.fix_us, known.arrival_us = us, arrival
        known.lon, known.lat = lon, lat
        known.speed_mps, known.course_deg, known.accuracy_m = fix.speed_mps, fix.course_deg, fix.accuracy_m
        known.state = state
        known.vehicle_id = None if vehicle == NO_VEHICLE else vehicle
        known.agency_id = agency
        known.suspect_us = known.suspect_lon = known.suspect_lat = None
        known.moved = True
