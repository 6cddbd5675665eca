"""Every believed position of the period, in order."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Final, NamedTuple

from django.db import connection
from django.utils.translation import gettext as _

from fleet.history.tracks import GAP_S
from fleet.models import DeviceAssignment, Trip, TripKind, Vehicle
from fleet.reports.ask import MOST_ROWS, Ask
from fleet.reports.build.speed_chart import speed_over_time
from fleet.reports.build.stops import waypoint
from fleet.reports.columns import most, of_vehicle, vehicle_cells
from fleet.reports.history import parts_of
from fleet.trips.fixes import metres
from fleet.trips.rules import DEFAULT
from reports.errors import TooMuch
from reports.table import Cell, Column, ColumnKind, Table, Track, Waypoint

# By the primary key of the partitions: the devices that were ever in the vehicle.
_FIXES: Final = """
SELECT device_id, fix_time, ST_X(point), ST_Y(point), altitude_m, speed_mps, course_deg, accuracy_m
FROM fleet_position
WHERE device_id = ANY(%s) AND vehicle_id = %s AND fix_time >= %s AND fix_time < %s AND marks = 0
ORDER BY fix_time, device_id LIMIT %s
"""


class Fix(NamedTuple):
    """A position as the report needs it."""

    device: int
    time: datetime
    lon: float
    lat: float
    altitude_m: float | None
    speed_mps: float | None
    course_deg: float | None
    accuracy_m: float | None


def build(ask: Ask) -> Table:
    """One row a position, and the same as tracks broken at silences, with stops and lone positions as places."""
    rows: list[list[Cell]] = []
    tracks: list[Track] = []
    stood: list[Trip] = []
    tops: list[tuple[str, float]] = []
    waypoints: list[Waypoint] = []
    for vehicles in ask.chunks(1):
        (vehicle,) = vehicles
        fixes = fixes_of(vehicle, ask, MOST_ROWS - len(rows))
        rows += [[*vehicle_cells(vehicle), *_cells(fix)] for fix in fixes]
        parts = parts_of(vehicles, ask.period.since, ask.period.until).get(vehicle.pk, [])
        stood = [part for part in parts if part.kind == TripKind.STOP]
        waypoints += [waypoint(vehicle, part) for part in stood]
        for line in _lines(fixes):
            if len(line) > 1:
                tracks.append(_track(vehicle, line))
            elif not _stood_there(line[0], stood):
                waypoints.append(_alone(vehicle, line[0]))
        tops.append((vehicle.name, max((fix.speed_mps or 0.0 for fix in fixes), default=0.0)))
    columns = [
        *of_vehicle(),
        Column("time", _("Time"), ColumnKind.TIME, 1),
        Column("lat", _("Latitude"), ColumnKind.DEGREES, 5),
        Column("lon", _("Longitude"), ColumnKind.DEGREES, 5),
        Column("speed", _("Speed"), ColumnKind.SPEED),
        Column("course", _("Course"), ColumnKind.DEGREES),
        Column("altitude", _("Altitude in metres"), ColumnKind.NUMBER),
        Column("accuracy", _("Accuracy in metres"), ColumnKind.NUMBER),
    ]
    if len(ask.vehicles) == 1:
        charts = speed_over_time(ask, _timed(rows), stood)
    else:
        charts = most(_("Top speed by vehicle"), ColumnKind.SPEED, tops)
    notes = [_("Positions that are not believed are left out.")]
    return Table(columns, rows, {}, charts, notes, tracks, waypoints)


def fixes_of(vehicle: Vehicle, ask: Ask, most: int) -> list[Fix]:
    """The believed positions of a vehicle. Raises TooMuch for more than ``most``."""
    devices = list(DeviceAssignment.objects.filter(vehicle=vehicle).values_list("device_id", flat=True).distinct())
    with connection.cursor() as cursor:
        cursor.execute(_FIXES, [devices, vehicle.pk, ask.period.since, ask.period.until, most + 1])
        fixes = [Fix(*row) for row in cursor.fetchall()]
    if len(fixes) > most:
        raise TooMuch
    return fixes


def _cells(fix: Fix) -> list[Cell]:
    return [fix.time, fix.lat, fix.lon, fix.speed_mps, fix.course_deg, fix.altitude_m, fix.accuracy_m]


def _timed(rows: Sequence[Sequence[Cell]]) -> list[tuple[datetime, float]]:
    """The times of the rows whose speed is known, with it."""
    return [(row[3], float(row[6])) for row in rows if isinstance(row[3], datetime) and isinstance(row[6], int | float)]


def _lines(fixes: Sequence[Fix]) -> Iterator[Sequence[Fix]]:
    """The fixes of each device, broken where it was silent for long."""
    for device in dict.fromkeys(fix.device for fix in fixes):
        own = [fix for fix in fixes if fix.device == device]
        breaks = [i for i, (a, b) in enumerate(pairwise(own), 1) if (b.time - a.time).total_seconds() > GAP_S]
        yield from (own[start:end] for start, end in pairwise([0, *breaks, len(own)]))


def _track(vehicle: Vehicle, line: Sequence[Fix]) -> Track:
    points = [(fix.time, fix.lon, fix.lat, fix.altitude_m, fix.speed_mps) for fix in line]
    return Track(str(vehicle), points)


def _stood_there(fix: Fix, stood: Sequence[Trip]) -> bool:
    """Whether a lone fix says nothing but one of the stops, in order: a parked tracker is heard once in a while."""
    index = bisect_right(stood, fix.time, key=lambda stop: stop.start) - 1
    if index < 0 or stood[index].end < fix.time:
        return False
    there = stood[index].start_point
    return metres(there.x, there.y, fix.lon, fix.lat) <= DEFAULT.max_reach_m


def _alone(vehicle: Vehicle, fix: Fix) -> Waypoint:
    """A fix between two silences that is of no stop: one point is no line, and it is not lost."""
    text = _("%(vehicle)s was heard here once; what came before and after is not known.") % {"vehicle": vehicle.name}
    return Waypoint(fix.lon, fix.lat, fix.time, f"{fix.lat:.5f}, {fix.lon:.5f}", text, alone=True)
