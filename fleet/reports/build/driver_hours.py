"""Driving and rest by day: KP.2081/2019, 8 hours a day, half an hour of rest after 4 hours."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from fleet.detectors.settings import DriverHours
from fleet.models import Trip, TripKind, Vehicle
from fleet.reports.ask import Ask, limited
from fleet.reports.columns import most, of_vehicle, vehicle_cells
from fleet.reports.history import Drove, driver_at, drivers_of, parts_of
from fleet.reports.period import Period
from fleet.reports.table import Cell, Column, ColumnKind, Table, total

RULE: Final = DriverHours()
_BEFORE: Final = timedelta(days=1)
"""A stretch that began in the evening before is known from its beginning."""


@dataclass(frozen=True)
class Stint:
    """One driver on one day. ``longest_s``: the longest driving without a rest that went on in this day."""

    day: date
    driver: str
    start: datetime
    end: datetime
    driven_s: float
    longest_s: float


def build(ask: Ask) -> Table:
    """A row a day and driver, by vehicle; where no driver is known the vehicle's hours stand for the driver's."""
    rows: list[list[Cell]] = []
    for vehicles in ask.chunks():
        since = ask.period.since - _BEFORE
        parts = parts_of(vehicles, since, ask.period.until)
        drivers = drivers_of(ask.user, vehicles, since, ask.period.until)
        for vehicle in vehicles:
            stints = stints_of(parts.get(vehicle.pk, []), drivers.get(vehicle.pk, []), ask.period)
            rows += [_row(vehicle, stint) for stint in stints]
        limited(rows)
    columns = [
        *of_vehicle(),
        Column("driver", _("Driver")),
        Column("day", _("Day"), ColumnKind.DAY),
        Column("start", _("First departure"), ColumnKind.TIME),
        Column("end", _("Last arrival"), ColumnKind.TIME),
        Column("driven", _("Driving time"), ColumnKind.DURATION),
        Column("longest", _("Longest without rest"), ColumnKind.DURATION),
        Column("remark", _("Remark")),
    ]
    by_driver: dict[str, float] = defaultdict(float)
    for row in rows:
        by_driver[str(row[3] or row[0])] += float(row[7] or 0)  # type: ignore[arg-type]
    charts = most(_("Driving time by driver"), ColumnKind.DURATION, list(by_driver.items()))
    return Table(columns, rows, {"driven": total(rows, 7)}, charts, _notes())


def stints_of(parts: Iterable[Trip], drove: Sequence[Drove], period: Period) -> list[Stint]:
    """The driving of one vehicle by day and driver; a rest, or another driver, begins a new stretch."""
    days: dict[tuple[date, str], Stint] = {}
    stretch_s, rested_from, driver = 0.0, None, ""
    for drive in (part for part in parts if part.kind == TripKind.DRIVE):
        now = driver_at(drove, drive.start)
        rested = rested_from is not None and (drive.start - rested_from).total_seconds() >= RULE.rest_minutes * 60
        if rested or now != driver:
            stretch_s = 0.0
        driver, rested_from = now, drive.end
        for day, start, end in _by_day(drive, period):
            seconds = (end - start).total_seconds()
            stretch_s += seconds
            if day is not None:
                known = days.get((day, driver), Stint(day, driver, start, end, 0.0, 0.0))
                longest = max(known.longest_s, stretch_s)
                days[day, driver] = Stint(day, driver, known.start, end, known.driven_s + seconds, longest)
    return sorted(days.values(), key=lambda stint: stint.start)


def _by_day(drive: Trip, period: Period) -> Iterator[tuple[date | None, datetime, datetime]]:
    """The drive cut at midnights; what lies outside the period has no day."""
    if drive.start < period.since:
        yield None, drive.start, min(drive.end, period.since)
    for day, since, until in period.each():
        if drive.start < until and drive.end > since:
            yield day, max(drive.start, since), min(drive.end, until)


def _row(vehicle: Vehicle, stint: Stint) -> list[Cell]:
    remarks = []
    if stint.driven_s > RULE.daily_hours * 3600:
        remarks.append(_("more than %(hours)g hours in the day") % {"hours": RULE.daily_hours})
    if stint.longest_s > RULE.continuous_hours * 3600:
        remarks.append(_("more than %(hours)g hours without a rest") % {"hours": RULE.continuous_hours})
    times: list[Cell] = [stint.day, stint.start, stint.end, stint.driven_s, stint.longest_s]
    return [*vehicle_cells(vehicle), stint.driver, *times, "; ".join(remarks)]


def _notes() -> list[str]:
    text = _("At most %(daily)g hours a day, and a rest of %(rest)g minutes after %(continuous)g hours (KP.2081/2019).")
    return [text % {"daily": RULE.daily_hours, "rest": RULE.rest_minutes, "continuous": RULE.continuous_hours}]
