"""Where vehicles stood, and how long."""

from collections import defaultdict

from django.utils.translation import gettext as _

from fleet.models import Trip, TripKind, Vehicle
from fleet.reports.ask import Ask, limited
from fleet.reports.columns import most, of_vehicle, place, vehicle_cells
from fleet.reports.history import parts_of, seconds_within
from fleet.trips.labels import length
from reports.table import Cell, Column, ColumnKind, Table, Waypoint, total


def build(ask: Ask) -> Table:
    """Every stop that touches the period; its duration is that within the period."""
    rows: list[list[Cell]] = []
    waypoints: list[Waypoint] = []
    by_place: dict[str, float] = defaultdict(float)
    for vehicles in ask.chunks():
        parts = parts_of(vehicles, ask.period.since, ask.period.until)
        for vehicle in vehicles:
            for stop in parts.get(vehicle.pk, []):
                if stop.kind == TripKind.STOP:
                    rows.append(_row(ask, vehicle, stop))
                    waypoints.append(waypoint(vehicle, stop))
                    by_place[place(stop.start_place, stop.start_point)] += float(rows[-1][6] or 0)  # type: ignore[arg-type]
        limited(rows)
    columns = [
        *of_vehicle(),
        Column("start", _("Start"), ColumnKind.TIME),
        Column("end", _("End"), ColumnKind.TIME),
        Column("place", _("Place")),
        Column("duration", _("Duration"), ColumnKind.DURATION),
        Column("idle", _("Idling"), ColumnKind.DURATION),
        Column("lat", _("Latitude"), ColumnKind.DEGREES, 5),
        Column("lon", _("Longitude"), ColumnKind.DEGREES, 5),
    ]
    totals: dict[str, Cell] = {"duration": total(rows, 6), "idle": total(rows, 7)}
    charts = most(_("Time stood by place"), ColumnKind.DURATION, list(by_place.items()))
    notes = [_("A stop that goes beyond the period is counted within it alone; its start and end are the true ones.")]
    return Table(columns, rows, totals, charts, notes if rows else [], waypoints=waypoints)


def waypoint(vehicle: Vehicle, stop: Trip) -> Waypoint:
    """The stop as a place on a map."""
    time = length((stop.end - stop.start).total_seconds())
    text = _("%(vehicle)s stood here for %(time)s.") % {"vehicle": vehicle.name, "time": time}
    name = place(stop.start_place, stop.start_point)
    return Waypoint(stop.start_point.x, stop.start_point.y, stop.start, name, text)


def _row(ask: Ask, vehicle: Vehicle, stop: Trip) -> list[Cell]:
    return [
        *vehicle_cells(vehicle),
        stop.start,
        None if stop.open else stop.end,
        place(stop.start_place, stop.start_point),
        seconds_within(stop, ask.period.since, ask.period.until),
        stop.idle_s,
        stop.start_point.y,
        stop.start_point.x,
    ]
