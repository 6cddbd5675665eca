"""Where a vehicle drove in a time: a bounded number of its fixes, and figures from all of them."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import pairwise
from typing import Any, Final

import numpy as np
import shapely
from django.db import connection

from fleet.detectors import state_bits
from fleet.models import DeviceAssignment, Vehicle
from fleet.trips.fixes import SECOND_US, Fix
from fleet.trips.part import Figures
from fleet.trips.rules import DEFAULT

MAX_READ: Final = 100_000
"""A device that reports every second makes 86,400 fixes a day."""
MAX_POINTS: Final = 4_000
MAX_MARKED: Final = 500
GAP_S: Final = 600
"""A longer silence breaks the line: nobody knows where the vehicle was."""
_EVERY_S: Final = 60
"""On a straight road the form needs no fix for kilometres, but who asks for the time there wants one near."""
_FIRST_TOLERANCE_M: Final = 2.0
_DEGREE_M: Final = 111_195.0

# By the primary key of the partitions; each device that was ever in the vehicle, and of its fixes those of the vehicle.
_FIXES: Final = """
SELECT device_id, extract(epoch FROM fix_time)::float8, ST_X(point), ST_Y(point), speed_mps, course_deg, state, marks
FROM fleet_position
WHERE device_id = ANY(%s) AND vehicle_id = %s AND fix_time >= %s AND fix_time < %s
ORDER BY fix_time LIMIT %s
"""
_DAYS: Final = """
SELECT day FROM unnest(%s::timestamptz[], %s::timestamptz[], %s::date[]) AS d (start, finish, day)
WHERE EXISTS (
    SELECT FROM fleet_position
    WHERE device_id = ANY(%s) AND vehicle_id = %s AND fix_time >= d.start AND fix_time < d.finish
)
"""

_DEVICE, _TIME, _LON, _LAT, _SPEED, _COURSE, _STATE, _MARKS = range(8)
Fixes = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Track:
    """``lines``: [Unix s, lon, lat, m/s or None, degrees or None, moving 0/1] by device, broken at silences.

    ``marked``: [Unix s, lon, lat, marks] of fixes that are not believed; ``marked_count`` is of all of them. ``whole``:
    the lines before they were thinned, of which ``fixes`` and ``driven`` are. ``cut``: the last fixes are missing.
    """

    lines: list[list[list[float | int | None]]] = field(default_factory=list)
    marked: list[list[float | int]] = field(default_factory=list)
    marked_count: int = 0
    cut: bool = False
    whole: list[Fixes] = field(default_factory=list, repr=False, compare=False)

    @property
    def fixes(self) -> int:
        """How many believed fixes there are, drawn or not."""
        return sum(map(len, self.whole))

    @cached_property
    def driven(self) -> Figures:
        """The way, the time in motion and the speeds, counted step by step as trips count them."""
        figures = Figures()
        for line in self.whole:
            fixes = [_fix(row) for row in line.tolist()]
            for fix in fixes:
                figures.count(fix)
            for before, fix in pairwise(fixes):
                figures.step(before, fix, DEFAULT, driving=True)
        return figures


def track_of(vehicle: Vehicle, since: datetime, until: datetime, *, most: int | None = None) -> Track:
    """Fixes with ``since <= fix_time < until``, at most ``most`` (MAX_POINTS) believed ones and MAX_MARKED others."""
    with connection.cursor() as cursor:
        cursor.execute(_FIXES, [_devices(vehicle), vehicle.pk, since, until, MAX_READ])
        rows = np.array(cursor.fetchall(), np.float64).reshape(-1, 8)
    marks = rows[:, _MARKS].astype(int)
    believed, marked = rows[marks == 0], rows[marks != 0]
    lines = list(_lines(believed))
    shown = _thinned(lines, most or MAX_POINTS)
    return Track(
        [[_point(row) for row in line] for line in shown],
        [[row[_TIME], row[_LON], row[_LAT], int(row[_MARKS])] for row in marked[:MAX_MARKED]],
        len(marked),
        len(rows) == MAX_READ,
        lines,
    )


def days_with_fixes(vehicle: Vehicle, days: list[tuple[date, datetime, datetime]]) -> set[date]:
    """Which of the days (with their first and last moment) have a fix of the vehicle; one index probe each."""
    names, starts, ends = ([day[n] for day in days] for n in range(3))
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, [starts, ends, names, _devices(vehicle), vehicle.pk])
        return {row[0] for row in cursor.fetchall()}


def _devices(vehicle: Vehicle) -> list[int]:
    return list(DeviceAssignment.objects.filter(vehicle=vehicle).values_list("device_id", flat=True).distinct())


def _lines(fixes: Fixes) -> Iterator[Fixes]:
    """The fixes of each device, broken where it was silent."""
    for device in np.unique(fixes[:, _DEVICE]):
        own = fixes[fixes[:, _DEVICE] == device]
        yield from np.split(own, np.flatnonzero(np.diff(own[:, _TIME]) > GAP_S) + 1)


def _thinned(lines: list[Fixes], most: int) -> list[Fixes]:
    """The lines with fewer fixes, their form kept as exactly as ``most`` fixes allow (Douglas-Peucker)."""
    tolerance_m, every_s = _FIRST_TOLERANCE_M, _EVERY_S
    shown = lines
    while sum(map(len, shown)) > most:
        shown = [line[_kept(line, tolerance_m, every_s)] for line in lines]
        tolerance_m, every_s = tolerance_m * 2, int(every_s * 1.5)
        if tolerance_m > 1e6:  # that many silences break a track only into single fixes
            break
    return shown


def _kept(line: Fixes, tolerance_m: float, every_s: int) -> np.ndarray[Any, np.dtype[np.bool_]]:
    kept = np.zeros(len(line), bool)
    kept[[0, -1]] = True
    kept[np.flatnonzero(np.diff(line[:, _TIME] // every_s)) + 1] = True
    if len(line) > 2:
        # The third ordinate is the fix's place in the line; simplifying looks at the first two alone and keeps it.
        form = shapely.LineString(np.column_stack((_flat(line), np.arange(len(line)))))
        corners = shapely.get_coordinates(shapely.simplify(form, tolerance_m), include_z=True)
        kept[corners[:, 2].astype(int)] = True
    return kept


def _flat(line: Fixes) -> Fixes:
    """Metres on a plane around the line; right within a few parts in a thousand over a region."""
    scale = np.cos(np.radians(line[0, _LAT])) * _DEGREE_M if len(line) else _DEGREE_M
    return np.column_stack((line[:, _LON] * scale, line[:, _LAT] * _DEGREE_M))


def _fix(row: list[float]) -> Fix:
    """A row as trips see it."""
    speed = None if math.isnan(row[_SPEED]) else row[_SPEED]
    us = round(row[_TIME] * SECOND_US)
    return Fix(us, int(row[_DEVICE]), row[_LON], row[_LAT], speed, int(row[_STATE]))


def _point(row: Fixes) -> list[float | int | None]:
    speed, course = (None if np.isnan(row[n]) else round(float(row[n]), 1) for n in (_SPEED, _COURSE))
    lon, lat = round(float(row[_LON]), 6), round(float(row[_LAT]), 6)
    return [int(row[_TIME]), lon, lat, speed, course, int(row[_STATE]) & state_bits.MOVING]
