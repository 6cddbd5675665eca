"""Every believed position of the period, in order."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Final, NamedTuple

from django.db import connection
from django.utils.translation import gettext as _

from fleet.models import DeviceAssignment, Trip, TripKind, Vehicle
from fleet.reports.ask import MOST_ROWS, Ask
from fleet.reports.build.speed_chart import speed_over_time
from fleet.reports.build.stops import waypoint
from fleet.reports.columns import most, of_vehicle, vehicle_cells
from fleet.reports.errors import TooMuch
from fleet.reports.history import parts_of
from fleet.reports.table import Cell, Column, ColumnKind, Table, Track, Waypoint
from fleet.tracks import GAP_S

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
    """One row a position, and the same as tracks broken at silences, with the stops as places."""
    rows: list[list[Cell]] = []
    tracks: list[Track] = []
    stood: list[Trip] = []
    tops: list[tuple[str, float]] = []
    waypoints: list[Waypoint] = []
    for vehicles in ask.chunks(1):
        (vehicle,) = vehicles
        fixes = fixes_of(vehicle, ask, MOST_ROWS - len(rows))
        rows += [[*vehicle_cells(vehicle), *_cells(fix)] for fix in fixes]
        tracks += _tracks(vehicle, fixes)
        parts = parts_of(vehicles, ask.period.since, ask.period.until).get(vehicle.pk, [])
        stood = [part for part in parts if part.kind == TripKind.STOP]
        waypoints += [waypoint(vehicle, part) for part in stood]
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


def _tracks(vehicle: Vehicle, fixes: Sequence[Fix]) -> Iterator[Track]:
    """The line of each device, broken where it was silent for long."""
    for device in dict.fromkeys(fix.device for fix in fixes):
        own = [fix for fix in fixes if fix.device == device]
        breaks = [i for i, (a, b) in enumerate(pairwise(own), 1) if (b.time - a.time).total_seconds() > GAP_S]
        for start, end in pairwise([0, *breaks, len(own)]):
            points = [(fix.time, fix.lon, fix.lat, fix.altitude_m, fix.speed_mps) for fix in own[start:end]]
            yield Track(str(vehicle), points)
