"""What happened: every event of the period."""

from collections import Counter

from django.utils.translation import gettext as _

from fleet.events.labels import in_words
from fleet.models import Vehicle, VehicleEvent
from fleet.reports.ask import Ask, limited
from fleet.reports.columns import most, of_vehicle, vehicle_cells
from fleet.reports.history import driver_at, drivers_of, events_of
from reports.table import Cell, Column, ColumnKind, Table
from reports.tally import Tally


def build(ask: Ask) -> Table:
    """Vehicles by name, their events in order, with the driver of the moment."""
    rows: list[list[Cell]] = []
    counts: Counter[str] = Counter()
    tally = Tally(ask.period)
    for vehicles in ask.chunks():
        drivers = drivers_of(ask.user, vehicles, ask.period.since, ask.period.until)
        by_id = {vehicle.pk: vehicle for vehicle in vehicles}
        order = {vehicle.pk: place for place, vehicle in enumerate(vehicles)}
        found = events_of(vehicles, ask.period.since, ask.period.until)
        for event in sorted(found, key=lambda event: order[event.vehicle_id or 0]):
            vehicle = by_id[event.vehicle_id or 0]
            rows.append(_row(vehicle, event, driver_at(drivers.get(vehicle.pk, []), event.time)))
            counts[event.get_kind_display()] += 1
            tally.add(event.time, 1)
        limited(rows)
    columns = [
        *of_vehicle(),
        Column("driver", _("Driver")),
        Column("time", _("Time"), ColumnKind.TIME),
        Column("event", _("Event")),
        Column("severity", _("Severity")),
        Column("zone", _("Zone")),
        Column("words", _("What happened")),
        Column("lasted", _("Lasted"), ColumnKind.DURATION),
        Column("lat", _("Latitude"), ColumnKind.DEGREES, 5),
        Column("lon", _("Longitude"), ColumnKind.DEGREES, 5),
    ]
    charts = tally.chart(ColumnKind.NUMBER, _("Events by day"), _("Events by hour"))
    charts += most(_("Events by kind"), ColumnKind.NUMBER, list(counts.items()))
    return Table(columns, rows, {}, charts)


def zone_name(event: VehicleEvent) -> str:
    """The zone as it is called now, or as it was called then."""
    if event.zone is not None:
        return event.zone.name
    return str(event.detail.get("zone", "")) if event.subject else ""


def _row(vehicle: Vehicle, event: VehicleEvent, driver: str) -> list[Cell]:
    lasted = float(event.detail.get("for_s") or 0.0)
    return [
        *vehicle_cells(vehicle),
        driver,
        event.time,
        str(event.get_kind_display()),
        str(event.get_severity_display()),
        zone_name(event),
        in_words(event),
        lasted if lasted > 0 else None,
        event.point.y if event.point is not None else None,
        event.point.x if event.point is not None else None,
    ]
