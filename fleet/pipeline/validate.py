"""Which fixes are believed, and where the device is now. Pure but for the batch it works on."""

import math
from typing import Any, Final

import psycopg

from fleet import marks
from fleet.pipeline.batch import Batch, Item, Known
from fleet.pipeline.clock import HOUR_US, SECOND_US

FUTURE_AFTER_US: Final = 25 * HOUR_US
"""A clock that is wrong by a zone is off by 14 h at most, and by a day where the date was taken from another zone."""
ANCIENT_BEFORE_US: Final = 946_684_800 * SECOND_US
POOR_ACCURACY_M: Final = 500.0
JUMP_MPS: Final = 140.0
"""500 km/h: above everything on the ground and the helicopters of a rescue service."""
JUMP_FROM_M: Final = 1_000.0
"""Below this, an inexact fix explains the distance."""
_EARTH_M: Final = 6_371_008.8
_DEGREE_M: Final = math.radians(1.0) * _EARTH_M


async def mark_and_follow(batch: Batch, connection: psycopg.AsyncConnection[Any]) -> None:
    """Mark each fix, in the order of fix time, and let the believed ones that are newest move their device."""
    for item in batch.items:
        known = item.known
        item.marks = marks_of(item) or _judge_jump(known, item)
        known.stored += 1
        if item.marks:
            known.marked += 1
        if not item.marks & marks.FUTURE:
            known.newest_us = max(known.newest_us or item.fix_us, item.fix_us)
        if not item.marks and _is_newer(known, item):
            _follow(known, item)


def marks_of(item: Item) -> int:
    """What can be seen from a fix alone."""
    fix = item.fix
    found = 0
    if not fix.valid or abs(fix.lat) > 90.0 or abs(fix.lon) > 180.0:
        found |= marks.INVALID
    if abs(fix.lat) < 1e-4 and abs(fix.lon) < 1e-4:
        found |= marks.NULL_ISLAND
    if item.fix_us - item.arrival_us > FUTURE_AFTER_US:
        found |= marks.FUTURE
    if item.fix_us < ANCIENT_BEFORE_US:
        found |= marks.ANCIENT
    if fix.accuracy_m is not None and fix.accuracy_m > POOR_ACCURACY_M:
        found |= marks.POOR_ACCURACY
    return found


def _live_us(item: Item) -> int:
    # A clock that runs ahead must not freeze the marker until the others catch up.
    return min(item.fix_us, item.arrival_us)


def _is_newer(known: Known, item: Item) -> bool:
    return known.fix_us is None or _live_us(item) > known.fix_us


def _judge_jump(known: Known, item: Item) -> int:
    """JUMP when nothing drives from the last believed fix to this one.

    Two fixes in a row that agree with each other outweigh the one before: it was the wrong one, or the vehicle was
    carried. Late fixes are not judged, their neighbours are not at hand.
    """
    if known.fix_us is None or known.lon is None or known.lat is None or not _is_newer(known, item):
        return 0
    live_us, fix = _live_us(item), item.fix
    if reachable(known.lon, known.lat, known.fix_us, fix.lon, fix.lat, live_us):
        return 0
    suspect = (known.suspect_lon, known.suspect_lat, known.suspect_us)
    known.suspect_lon, known.suspect_lat, known.suspect_us = fix.lon, fix.lat, live_us
    lon, lat, us = suspect
    if lon is not None and lat is not None and us is not None and us < live_us:
        return 0 if reachable(lon, lat, us, fix.lon, fix.lat, live_us) else marks.JUMP
    return marks.JUMP


def reachable(lon1: float, lat1: float, us1: int, lon2: float, lat2: float, us2: int) -> bool:  # noqa: PLR0917
    """Whether something on the ground gets from one fix to a later one in time."""
    if (abs(lon2 - lon1) + abs(lat2 - lat1)) * _DEGREE_M <= JUMP_FROM_M:
        return True  # nearly every fix; this sum is never below the distance
    metres = distance_m(lon1, lat1, lon2, lat2)
    return metres <= JUMP_FROM_M or metres <= JUMP_MPS * (us2 - us1) / SECOND_US


def distance_m(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Great-circle distance (haversine) on the mean sphere; right within 0.6 %."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half = math.sin((phi2 - phi1) / 2) ** 2
    half += math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_M * math.asin(min(1.0, math.sqrt(half)))


def _follow(known: Known, item: Item) -> None:
    fix, stay = item.fix, item.stay
    known.fix_us, known.arrival_us = _live_us(item), item.arrival_us
    known.lon, known.lat = fix.lon, fix.lat
    known.speed_mps, known.course_deg, known.accuracy_m = fix.speed_mps, fix.course_deg, fix.accuracy_m
    known.state = item.state
    known.vehicle_id = None if stay is None else stay.vehicle_id
    known.agency_id = 0 if stay is None else stay.agency_id
    known.suspect_us = known.suspect_lon = known.suspect_lat = None
    known.moved = True
