"""Every believed position of the period, in order."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Final, NamedTuple

from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fleet.models import DeviceAssignment, TripKind, Vehicle
from fleet.reports.ask import MOST_ROWS, Ask
from fleet.reports.build.stops import waypoint
from fleet.reports.columns import of_vehicle, vehicle_cells
from fleet.reports.errors import TooMuch
from fleet.reports.history import parts_of
from fleet.reports.table import Cell, Chart, ChartForm, Column, ColumnKind, Table, Track, Waypoint
from fleet.tracks import GAP_S

# By the primary key of the partitions: the devices that were ever in the vehicle.
_FIXES: Final = """
SELECT device_id, fix_time, ST_X(point), ST_Y(point), altitude_m, speed_mps, course_deg, accuracy_m
FROM fleet_position
WHERE device_id = ANY(%s) AND vehicle_id = %s AND fix_time >= %s AND fix_time < %s AND marks = 0
ORDER BY fix_time, device_id LIMIT %s
"""
_CHART_POINTS: Final = 240


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
    waypoints: list[Waypoint] = []
    for vehicles in ask.chunks(1):
        (vehicle,) = vehicles
        fixes = fixes_of(vehicle, ask, MOST_ROWS - len(rows))
        rows += [[*vehicle_cells(vehicle), *_cells(fix)] for fix in fixes]
        tracks += _tracks(vehicle, fixes)
        parts = parts_of(vehicles, ask.period.since, ask.period.until).get(vehicle.pk, [])
        waypoints += [waypoint(vehicle, part) for part in parts if part.kind == TripKind.STOP]
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
    charts = _speed(ask, rows) if len(ask.vehicles) == 1 else []
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


def _tracks(vehicle: Vehicle, fixes: Sequence[Fix]) -> Iterator[Track]:
    """The line of each device, broken where it was silent for long."""
    for device in dict.fromkeys(fix.device for fix in fixes):
        own = [fix for fix in fixes if fix.device == device]
        breaks = [i for i, (a, b) in enumerate(pairwise(own), 1) if (b.time - a.time).total_seconds() > GAP_S]
        for start, end in pairwise([0, *breaks, len(own)]):
            points = [(fix.time, fix.lon, fix.lat, fix.altitude_m, fix.speed_mps) for fix in own[start:end]]
            yield Track(str(vehicle), points)


def _speed(ask: Ask, rows: Sequence[Sequence[Cell]]) -> list[Chart]:
    """The highest speed in each of at most 240 equal spans from the first position to the last; a break in silences."""
    timed = [
        (row[3], float(row[6])) for row in rows if isinstance(row[3], datetime) and isinstance(row[6], int | float)
    ]
    if len(timed) < 2:
        return []
    first, last = timed[0][0], timed[-1][0]
    span_s = max((last - first).total_seconds() / _CHART_POINTS, 60.0)
    tops: list[float | None] = [None] * (int((last - first).total_seconds() / span_s) + 1)
    for at, speed in timed:
        place = int((at - first).total_seconds() / span_s)
        tops[place] = max(tops[place] or 0.0, speed)
    form = "H:i" if ask.period.days == 1 else "j M H:i"
    starts = (datetime.fromtimestamp(first.timestamp() + n * span_s, first.tzinfo) for n in range(len(tops)))
    labels = [date_format(timezone.localtime(start), form) for start in starts]
    return [Chart(_("Speed over time"), ColumnKind.SPEED, labels, tops, ChartForm.LINE)]
