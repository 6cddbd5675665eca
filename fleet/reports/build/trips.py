"""Every drive that began in the period."""

from collections import defaultdict
from collections.abc import Sequence

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fleet.models import Trip, Vehicle
from fleet.reports.ask import Ask, limited
from fleet.reports.columns import of_vehicle, place, vehicle_cells
from fleet.reports.history import Drove, driver_at, drivers_of, drives_begun, parts_of
from fleet.reports.period import Period
from fleet.reports.table import Cell, Chart, Column, ColumnKind, Table, total


def build(ask: Ask) -> Table:
    """Vehicles by name, their drives in order."""
    rows: list[list[Cell]] = []
    by_day: dict[str, float] = defaultdict(float)
    for vehicles in ask.chunks():
        parts = parts_of(vehicles, ask.period.since, ask.period.until)
        drivers = drivers_of(ask.user, vehicles, ask.period.since, ask.period.until)
        for vehicle in vehicles:
            drives = drives_begun(parts.get(vehicle.pk, []), ask.period.since)
            rows += [_row(vehicle, drive, drivers.get(vehicle.pk, [])) for drive in drives]
            for drive in drives:
                by_day[timezone.localtime(drive.start).date().isoformat()] += drive.distance_m
        limited(rows)
    return table(rows, ask.period, by_day)


def table(rows: list[list[Cell]], period: Period, metres_by_day: dict[str, float]) -> Table:
    """The rows under their columns, with sums and the way of each day."""
    columns = [
        *of_vehicle(),
        Column("driver", _("Driver")),
        Column("start", _("Start"), ColumnKind.TIME),
        Column("from", _("From")),
        Column("end", _("End"), ColumnKind.TIME),
        Column("to", _("To")),
        Column("duration", _("Duration"), ColumnKind.DURATION),
        Column("distance", _("Distance"), ColumnKind.DISTANCE, 1),
        Column("idle", _("Idling"), ColumnKind.DURATION),
        Column("average", _("Average speed"), ColumnKind.SPEED),
        Column("top", _("Top speed"), ColumnKind.SPEED),
    ]
    totals: dict[str, Cell] = {"duration": total(rows, 8), "distance": total(rows, 9), "idle": total(rows, 10)}
    return Table(columns, rows, totals, daily_distance(period, metres_by_day))


def daily_distance(period: Period, metres_by_day: dict[str, float]) -> list[Chart]:
    """The way of each day of a period of several."""
    if period.days < 2 or not metres_by_day:
        return []
    days = [day for day, _since, _until in period.each()]
    values = [metres_by_day.get(day.isoformat(), 0.0) for day in days]
    labels = [date_format(day, "j M") for day in days]
    return [Chart(_("Distance by day"), ColumnKind.DISTANCE, labels, values)]


def average_mps(drives: Sequence[Trip]) -> float | None:
    """The way by the time in motion; None without any."""
    moving_s = sum(drive.moving_s for drive in drives)
    return sum(drive.distance_m for drive in drives) / moving_s if moving_s > 0 else None


def top_mps(drives: Sequence[Trip]) -> float | None:
    """The highest speed that is known: as reported, or the average of a drive between whose fixes it was faster."""
    known = [drive for drive in drives if drive.max_speed_mps is not None]
    return max((max(drive.max_speed_mps or 0.0, average_mps([drive]) or 0.0) for drive in known), default=None)


def _row(vehicle: Vehicle, drive: Trip, drove: Sequence[Drove]) -> list[Cell]:
    return [
        *vehicle_cells(vehicle),
        driver_at(drove, drive.start),
        drive.start,
        place(drive.start_place, drive.start_point),
        drive.end,
        place(drive.end_place, drive.end_point),
        (drive.end - drive.start).total_seconds(),
        drive.distance_m,
        drive.idle_s,
        average_mps([drive]),
        top_mps([drive]),
    ]
