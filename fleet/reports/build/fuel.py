"""Fuel as it follows from the way and the vehicle's consumption per kilometre."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fleet.models import Vehicle
from fleet.reports.ask import Ask
from fleet.reports.columns import most, of_vehicle, vehicle_cells
from fleet.reports.history import drives_begun, parts_of
from reports.table import Cell, Chart, Column, ColumnKind, Table, total
from reports.tally import Tally


def build(ask: Ask) -> Table:
    """Every vehicle that drove; the fuel of one without a known consumption stays open, and the notes say so."""
    rows: list[list[Cell]] = []
    tally = Tally(ask.period)
    for vehicles in ask.chunks():
        parts = parts_of(vehicles, ask.period.since, ask.period.until)
        for vehicle in vehicles:
            drives = drives_begun(parts.get(vehicle.pk, []), ask.period.since)
            if drives:
                rows.append(_row(vehicle, sum(drive.distance_m for drive in drives), len(drives)))
            for drive in drives:
                tally.add(drive.start, litres_of(vehicle, drive.distance_m) or 0.0)
    columns = [
        *of_vehicle(),
        Column("drives", _("Trips"), ColumnKind.NUMBER),
        Column("distance", _("Distance"), ColumnKind.DISTANCE, 1),
        Column("consumption", _("Litres per 100 km"), ColumnKind.NUMBER, 1),
        Column("fuel", _("Fuel"), ColumnKind.LITRES, 1),
    ]
    totals: dict[str, Cell] = {"drives": total(rows, 3), "distance": total(rows, 4), "fuel": total(rows, 6)}
    return Table(columns, rows, totals, _charts(rows, tally), _notes(rows))


def litres_of(vehicle: Vehicle, metres: float) -> float | None:
    """What the way takes; None when the vehicle's consumption is not known."""
    return None if vehicle.fuel_l_per_100km is None else metres / 100_000 * vehicle.fuel_l_per_100km


def _row(vehicle: Vehicle, metres: float, drives: int) -> list[Cell]:
    return [*vehicle_cells(vehicle), drives, metres, vehicle.fuel_l_per_100km, litres_of(vehicle, metres)]


def _notes(rows: list[list[Cell]]) -> list[str]:
    notes = [_("Calculated from the distance and the consumption entered for each vehicle; nothing was measured.")]
    unknown = sum(row[6] is None for row in rows)
    if unknown:
        notes.append(
            ngettext(
                "The consumption of %(count)d vehicle is not entered; its fuel is missing in the sum.",
                "The consumption of %(count)d vehicles is not entered; their fuel is missing in the sum.",
                unknown,
            )
            % {"count": unknown}
        )
    return notes


def _charts(rows: list[list[Cell]], tally: Tally) -> list[Chart]:
    charts = tally.chart(ColumnKind.LITRES, _("Fuel by day"), _("Fuel by hour of departure"))
    pairs = [(str(row[0]), float(row[6] or 0)) for row in rows]  # type: ignore[arg-type]
    return charts + most(_("Fuel by vehicle"), ColumnKind.LITRES, pairs)
