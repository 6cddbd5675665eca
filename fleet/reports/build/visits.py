"""Visits to zones: from entering one to leaving it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from fleet.events.kinds import EventKind
from fleet.models import Vehicle, VehicleEvent
from fleet.reports.ask import Ask, limited
from fleet.reports.build.events import zone_name
from fleet.reports.columns import most, of_vehicle, vehicle_cells
from fleet.reports.history import events_of
from reports.table import Cell, Column, ColumnKind, Table, total
from reports.tally import Tally

_KINDS: Final = (EventKind.ZONE_ENTERED, EventKind.ZONE_LEFT, EventKind.ZONE_CROSSED)


@dataclass(frozen=True)
class Visit:
    """``start`` None: inside when the period began; ``end`` None: still inside when it ended. Ordered by ``at``."""

    zone: str
    at: datetime
    start: datetime | None
    end: datetime | None
    crossed: bool = False


def build(ask: Ask) -> Table:
    """Vehicles by name, their visits by zone in order."""
    rows: list[list[Cell]] = []
    by_zone: dict[str, float] = defaultdict(float)
    tally = Tally(ask.period)
    for vehicles in ask.chunks():
        events: dict[int, list[VehicleEvent]] = defaultdict(list)
        for event in events_of(vehicles, ask.period.since, ask.period.until, _KINDS):
            events[event.vehicle_id or 0].append(event)
        for vehicle in vehicles:
            for visit in visits_of(events.get(vehicle.pk, [])):
                rows.append(_row(ask, vehicle, visit))
                tally.add(max(visit.at, ask.period.since), 1)
                by_zone[visit.zone] += float(rows[-1][6] or 0)  # type: ignore[arg-type]
        limited(rows)
    columns = [
        *of_vehicle(),
        Column("zone", _("Zone")),
        Column("entered", _("Entered"), ColumnKind.TIME),
        Column("left", _("Left"), ColumnKind.TIME),
        Column("duration", _("Duration"), ColumnKind.DURATION),
        Column("remark", _("Remark")),
    ]
    charts = tally.chart(ColumnKind.NUMBER, _("Visits by day"), _("Visits by hour"))
    charts += most(_("Time spent by zone"), ColumnKind.DURATION, list(by_zone.items()))
    return Table(columns, rows, {"duration": total(rows, 6)}, charts)


def visits_of(events: Sequence[VehicleEvent]) -> list[Visit]:
    """The visits that the events of one vehicle, in order, tell of; by beginning.

    Every device of the vehicle tells its own story of a zone: its pairs are found apart.
    """
    stories: dict[tuple[int | None, int], list[VehicleEvent]] = defaultdict(list)
    for event in events:
        stories[event.device_id, event.subject].append(event)
    found = [visit for story in stories.values() for visit in _paired(story)]
    return sorted(found, key=lambda visit: visit.at)


def _paired(story: Iterable[VehicleEvent]) -> Iterator[Visit]:
    entered: VehicleEvent | None = None
    for event in story:
        if event.kind == EventKind.ZONE_CROSSED:
            yield Visit(zone_name(event), event.since, event.since, event.time, crossed=True)
        elif event.kind == EventKind.ZONE_LEFT:
            began = entered.time if entered is not None else None
            yield Visit(zone_name(event), began or event.time, began, event.time)
            entered = None
        elif entered is None:
            entered = event
    if entered is not None:
        yield Visit(zone_name(entered), entered.time, entered.time, None)


def _row(ask: Ask, vehicle: Vehicle, visit: Visit) -> list[Cell]:
    start, end = visit.start or ask.period.since, visit.end or ask.until
    remark = ""
    if visit.crossed:
        remark = _("passed through between two positions")
    elif visit.start is None:
        remark = _("inside since before the period")
    elif visit.end is None:
        remark = _("not left within the period")
    seconds = None if visit.crossed else max(0.0, (end - start).total_seconds())
    return [*vehicle_cells(vehicle), visit.zone, visit.start, visit.end, seconds, remark]
