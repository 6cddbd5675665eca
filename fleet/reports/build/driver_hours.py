"""Driving and rest by day: KP.2081/2019, 8 hours a day, half an hour of rest after 4 hours."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from fleet.detectors.settings import DriverHours
from fleet.models import TripKind, Vehicle
from fleet.reports.ask import Ask, limited
from fleet.reports.columns import most, of_vehicle, vehicle_cells
from fleet.reports.history import drivers_of, drove_at, parts_of
from reports.period import Period
from reports.table import Cell, Chart, Column, ColumnKind, Table, total
from reports.tally import Tally

RULE: Final = DriverHours()
_BEFORE: Final = timedelta(days=1)
"""A stretch that began in the evening before is known from its beginning."""


@dataclass(frozen=True)
class Drive:
    """A drive and who sat at the wheel; no name where no driver is known."""

    vehicle: Vehicle
    driver: str
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Stint:
    """One driver's day. ``longest_s``: the longest driving without a rest that went on in this day."""

    day: date
    driver: str
    vehicles: list[Vehicle]
    start: datetime
    end: datetime
    driven_s: float
    longest_s: float


def build(ask: Ask) -> Table:
    """A row a day and driver, in whatever vehicles; where no driver is known a vehicle's hours stand for them."""
    drives: dict[tuple[str, int], list[Drive]] = defaultdict(list)
    for vehicles in ask.chunks():
        for key, drive in _drives(ask, vehicles):
            drives[key].append(drive)
    stints = [stint for own in drives.values() for stint in stints_of(own, ask.period)]
    stints.sort(key=lambda stint: (stint.vehicles[0].name, stint.driver, stint.start))
    rows = limited([_row(stint) for stint in stints])
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
    return Table(columns, rows, {"driven": total(rows, 7)}, _charts(ask.period, stints), _notes())


def _charts(period: Period, stints: Sequence[Stint]) -> list[Chart]:
    by_driver: dict[str, float] = defaultdict(float)
    tally = Tally(period)
    for stint in stints:
        by_driver[stint.driver or stint.vehicles[0].name] += stint.driven_s
        tally.add_to(stint.day, stint.driven_s)
    charts = tally.chart(ColumnKind.DURATION, _("Driving time by day"), "")
    return charts + most(_("Driving time by driver"), ColumnKind.DURATION, list(by_driver.items()))


def stints_of(drives: Iterable[Drive], period: Period) -> list[Stint]:
    """The days of one driver; only a rest that is long enough begins a new stretch."""
    days: dict[date, Stint] = {}
    stretch_s, rests_from = 0.0, None
    for drive in sorted(drives, key=lambda drive: drive.start):
        if rests_from is None or (drive.start - rests_from).total_seconds() >= RULE.rest_minutes * 60:
            stretch_s = 0.0
        rests_from = drive.end
        for day, start, end in _by_day(drive, period):
            seconds = (end - start).total_seconds()
            stretch_s += seconds
            if day is None:
                continue
            known = days.get(day, Stint(day, drive.driver, [], start, end, 0.0, 0.0))
            vehicles = known.vehicles if drive.vehicle in known.vehicles else [*known.vehicles, drive.vehicle]
            longest = max(known.longest_s, stretch_s)
            days[day] = Stint(day, drive.driver, vehicles, known.start, end, known.driven_s + seconds, longest)
    return list(days.values())


def _drives(ask: Ask, vehicles: Sequence[Vehicle]) -> Iterator[tuple[tuple[str, int], Drive]]:
    """Every drive under its driver, or under its vehicle where no driver is known."""
    since = ask.period.since - _BEFORE
    parts = parts_of(vehicles, since, ask.period.until)
    drivers = drivers_of(ask.user, vehicles, since, ask.period.until)
    for vehicle in vehicles:
        for part in parts.get(vehicle.pk, []):
            if part.kind == TripKind.DRIVE:
                found = drove_at(drivers.get(vehicle.pk, []), part.start)
                key = ("driver", found.driver_id) if found is not None else ("vehicle", vehicle.pk)
                yield key, Drive(vehicle, found.name if found is not None else "", part.start, part.end)


def _by_day(drive: Drive, period: Period) -> Iterator[tuple[date | None, datetime, datetime]]:
    """The drive cut at midnights; what lies outside the period has no day."""
    if drive.start < period.since:
        yield None, drive.start, min(drive.end, period.since)
    for day, since, until in period.each():
        if drive.start < until and drive.end > since:
            yield day, max(drive.start, since), min(drive.end, until)


def _row(stint: Stint) -> list[Cell]:
    remarks = []
    if stint.driven_s > RULE.daily_hours * 3600:
        remarks.append(_("more than %(hours)g hours in the day") % {"hours": RULE.daily_hours})
    if stint.longest_s > RULE.continuous_hours * 3600:
        remarks.append(_("more than %(hours)g hours without a rest") % {"hours": RULE.continuous_hours})
    times: list[Cell] = [stint.day, stint.start, stint.end, stint.driven_s, stint.longest_s]
    cells = zip(*(vehicle_cells(vehicle) for vehicle in stint.vehicles), strict=True)
    joined: list[Cell] = [", ".join(dict.fromkeys(str(cell) for cell in same if cell)) for same in cells]
    return [*joined, stint.driver, *times, "; ".join(remarks)]


def _notes() -> list[str]:
    text = _("At most %(daily)g hours a day, and a rest of %(rest)g minutes after %(continuous)g hours (KP.2081/2019).")
    return [text % {"daily": RULE.daily_hours, "rest": RULE.rest_minutes, "continuous": RULE.continuous_hours}]
