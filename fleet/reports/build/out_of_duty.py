"""Drives outside duty hours, at the holder's weekend or outside the agency's area."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from fleet.events.kinds import EventKind
from fleet.models import Trip, TripKind, Vehicle, VehicleEvent
from fleet.reports.ask import Ask, limited
from fleet.reports.columns import most, of_vehicle, place, vehicle_cells
from fleet.reports.history import Drove, driver_at, drivers_of, events_of, parts_of
from reports.table import Cell, Chart, Column, ColumnKind, Table, total
from reports.tally import Tally

KINDS: Final = (EventKind.OFF_DUTY, EventKind.WEEKEND_USE, EventKind.OFF_AREA)


@dataclass(frozen=True)
class Use:
    """A drive and what was against it; without a drive where none is known, as long as the events say."""

    drive: Trip | None
    events: list[VehicleEvent]

    @property
    def start(self) -> datetime:
        """When it began."""
        return self.drive.start if self.drive is not None else min(event.since for event in self.events)

    @property
    def end(self) -> datetime:
        """When it ended, as far as it is known."""
        return self.drive.end if self.drive is not None else max(event.time for event in self.events)

    @property
    def seconds(self) -> float:
        """How long it lasted."""
        return (self.end - self.start).total_seconds()


def build(ask: Ask) -> Table:
    """One row a drive, however many rules it broke."""
    rows: list[list[Cell]] = []
    tally = Tally(ask.period)
    for vehicles in ask.chunks():
        parts = parts_of(vehicles, ask.period.since, ask.period.until)
        drivers = drivers_of(ask.user, vehicles, ask.period.since, ask.period.until)
        events: dict[int, list[VehicleEvent]] = defaultdict(list)
        for event in events_of(vehicles, ask.period.since, ask.period.until, KINDS):
            events[event.vehicle_id or 0].append(event)
        for vehicle in vehicles:
            uses = uses_of(parts.get(vehicle.pk, []), events.get(vehicle.pk, []))
            rows += [_row(vehicle, use, drivers.get(vehicle.pk, [])) for use in uses]
            for use in uses:
                tally.add(max(use.start, ask.period.since), use.seconds)
        limited(rows)
    columns = [
        *of_vehicle(),
        Column("holder", _("Holder")),
        Column("driver", _("Driver")),
        Column("why", _("Against")),
        Column("start", _("Start"), ColumnKind.TIME),
        Column("from", _("From")),
        Column("end", _("End"), ColumnKind.TIME),
        Column("to", _("To")),
        Column("duration", _("Duration"), ColumnKind.DURATION),
        Column("distance", _("Distance"), ColumnKind.DISTANCE, 1),
    ]
    totals: dict[str, Cell] = {"duration": total(rows, 10), "distance": total(rows, 11)}
    return Table(columns, rows, totals, _charts(rows, tally))


def _charts(rows: Sequence[Sequence[Cell]], tally: Tally) -> list[Chart]:
    by_vehicle: dict[str, float] = defaultdict(float)
    for row in rows:
        by_vehicle[str(row[0])] += float(row[11] or 0)  # type: ignore[arg-type]
    charts = tally.chart(ColumnKind.DURATION, _("Time outside duty by day"), _("Time outside duty by hour"))
    title, sheet = _("Distance outside duty by vehicle"), _("Outside duty by vehicle")
    return charts + most(title, ColumnKind.DISTANCE, list(by_vehicle.items()), sheet)


def uses_of(parts: Sequence[Trip], events: Sequence[VehicleEvent]) -> list[Use]:
    """The events of one vehicle joined to the drives in which they were raised."""
    drives = [part for part in parts if part.kind == TripKind.DRIVE]
    by_drive: dict[int, Use] = {}
    alone: list[Use] = []
    for event in events:
        drive = next((each for each in drives if each.start <= event.time <= each.end), None)
        if drive is None:
            alone.append(Use(None, [event]))
        else:
            by_drive.setdefault(drive.pk, Use(drive, [])).events.append(event)
    return sorted([*by_drive.values(), *alone], key=lambda use: use.start)


def _row(vehicle: Vehicle, use: Use, drove: Sequence[Drove]) -> list[Cell]:
    drive = use.drive
    against = dict.fromkeys(str(event.get_kind_display()) for event in use.events)
    return [
        *vehicle_cells(vehicle),
        vehicle.holder,
        driver_at(drove, use.start),
        "; ".join(against),
        use.start,
        place(drive.start_place, drive.start_point) if drive is not None else place("", use.events[0].point),
        use.end,
        place(drive.end_place, drive.end_point) if drive is not None else "",
        use.seconds,
        drive.distance_m if drive is not None else None,
    ]
