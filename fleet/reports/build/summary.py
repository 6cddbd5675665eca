"""One row a vehicle: what it did in the period."""

from collections.abc import Sequence

from django.db.models import Count
from django.utils.translation import gettext as _

from fleet.models import Trip, TripKind, Vehicle, VehicleEvent
from fleet.reports.ask import Ask
from fleet.reports.build.trips import average_mps, distance_charts, speed_notes, top_mps
from fleet.reports.columns import of_vehicle, vehicle_cells
from fleet.reports.history import drives_begun, parts_of, seconds_within
from kit.severity import Severity
from reports.table import Cell, Column, ColumnKind, Table, total
from reports.tally import Tally


def build(ask: Ask) -> Table:
    """Every vehicle in use, with zeros where it did nothing, and those out of use that did something."""
    rows: list[list[Cell]] = []
    tally = Tally(ask.period)
    for vehicles in ask.chunks():
        parts = parts_of(vehicles, ask.period.since, ask.period.until)
        warned = _warnings(ask, vehicles)
        for vehicle in vehicles:
            own = parts.get(vehicle.pk, [])
            if not own and not vehicle.active:
                continue
            rows.append(_row(ask, vehicle, own, warned.get(vehicle.pk, 0)))
            for drive in drives_begun(own, ask.period.since):
                tally.add(drive.start, drive.distance_m)
    charts = distance_charts(tally, [(str(row[0]), float(row[4] or 0)) for row in rows])  # type: ignore[arg-type]
    keys = ("drives", "distance", "driving", "idle", "stops", "stood", "silent", "warnings")
    totals: dict[str, Cell] = {
        column.key: total(rows, index) for index, column in enumerate(_columns()) if column.key in keys
    }
    return Table(_columns(), rows, totals, charts, speed_notes(rows))


def _columns() -> list[Column]:
    return [
        *of_vehicle(),
        Column("drives", _("Trips"), ColumnKind.NUMBER),
        Column("distance", _("Distance"), ColumnKind.DISTANCE, 1),
        Column("driving", _("Driving time"), ColumnKind.DURATION),
        Column("idle", _("Idling"), ColumnKind.DURATION),
        Column("stops", _("Stops"), ColumnKind.NUMBER),
        Column("stood", _("Stood"), ColumnKind.DURATION),
        Column("silent", _("No data"), ColumnKind.DURATION),
        Column("average", _("Average speed"), ColumnKind.SPEED),
        Column("top", _("Top speed"), ColumnKind.SPEED),
        Column("first", _("First departure"), ColumnKind.TIME),
        Column("last", _("Last arrival"), ColumnKind.TIME),
        Column("warnings", _("Warnings and alarms"), ColumnKind.NUMBER),
    ]


def _row(ask: Ask, vehicle: Vehicle, parts: Sequence[Trip], warnings: int) -> list[Cell]:
    drives = drives_begun(parts, ask.period.since)
    stops = [part for part in parts if part.kind == TripKind.STOP]
    gaps = [part for part in parts if part.kind == TripKind.GAP]
    within = (ask.period.since, ask.period.until)
    return [
        *vehicle_cells(vehicle),
        len(drives),
        sum(drive.distance_m for drive in drives),
        sum((drive.end - drive.start).total_seconds() for drive in drives),
        sum(part.idle_s for part in parts if part.start >= ask.period.since),
        len(stops),
        sum(seconds_within(stop, *within) for stop in stops),
        sum(seconds_within(gap, *within) for gap in gaps),
        average_mps(drives),
        top_mps(drives),
        drives[0].start if drives else None,
        drives[-1].end if drives else None,
        warnings,
    ]


def _warnings(ask: Ask, vehicles: Sequence[Vehicle]) -> dict[int, int]:
    found = VehicleEvent.objects.filter(
        vehicle__in=[vehicle.pk for vehicle in vehicles],
        severity__gte=Severity.WARNING,
        time__gte=ask.period.since,
        time__lt=ask.period.until,
    )
    counted = found.order_by().values("vehicle").annotate(count=Count("id"))
    return {row["vehicle"]: row["count"] for row in counted}
