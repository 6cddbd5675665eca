"""Every drive that began in the period."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from fleet.models import Trip, Vehicle
from fleet.reports.ask import Ask, limited
from fleet.reports.columns import most, of_vehicle, place, vehicle_cells
from fleet.reports.history import Drove, driver_at, drivers_of, drives_begun, parts_of
from fleet.trips import speeds
from reports.table import Cell, Chart, Column, ColumnKind, Table, total
from reports.tally import Tally


def build(ask: Ask) -> Table:
    """Vehicles by name, their drives in order."""
    rows: list[list[Cell]] = []
    tally = Tally(ask.period)
    by_vehicle: list[tuple[str, float]] = []
    for vehicles in ask.chunks():
        parts = parts_of(vehicles, ask.period.since, ask.period.until)
        drivers = drivers_of(ask.user, vehicles, ask.period.since, ask.period.until)
        for vehicle in vehicles:
            drives = drives_begun(parts.get(vehicle.pk, []), ask.period.since)
            rows += [_row(vehicle, drive, drivers.get(vehicle.pk, [])) for drive in drives]
            by_vehicle.append((vehicle.name, sum(drive.distance_m for drive in drives)))
            for drive in drives:
                tally.add(drive.start, drive.distance_m)
        limited(rows)
    totals: dict[str, Cell] = {"duration": total(rows, 8), "distance": total(rows, 9), "idle": total(rows, 10)}
    charts = distance_charts(tally, by_vehicle)
    return Table(_columns(), rows, totals, charts, speed_notes(rows))


def distance_charts(tally: Tally, by_vehicle: Sequence[tuple[str, float]]) -> list[Chart]:
    """The way of each day, or of each hour of a day alone, and of each vehicle."""
    charts = tally.chart(ColumnKind.DISTANCE, _("Distance by day"), _("Distance by hour of departure"))
    return charts + most(_("Distance by vehicle"), ColumnKind.DISTANCE, by_vehicle)


def _columns() -> list[Column]:
    return [
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


def average_mps(drives: Sequence[Trip]) -> float | None:
    """The way of all drives by their time in motion; None without any."""
    return speeds.average_mps(sum(drive.distance_m for drive in drives), sum(drive.moving_s for drive in drives))


def top_mps(drives: Sequence[Trip]) -> float | None:
    """The top speed of the fastest drive, see ``fleet.trips.speeds``; None where no speed was reported of any.

    Beside those that reported one, a drive that did not counts with its average: none of all is above the top.
    """
    if all(drive.max_speed_mps is None for drive in drives):
        return None
    return max(drive.top_mps or drive.average_mps or 0.0 for drive in drives)


def speed_notes(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """What the columns of speeds mean, where there are any."""
    if not rows:
        return []
    return [
        _(
            "The average speed is the distance by the time in motion. The top speed is what the device reported, "
            "or the average where that is higher: the vehicle was at least once as fast."
        )
    ]


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
        drive.average_mps,
        drive.top_mps,
    ]
