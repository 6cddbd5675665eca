"""How much of the time vehicles were used."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fleet.models import Trip, TripKind, Vehicle
from fleet.reports.ask import Ask
from fleet.reports.columns import most, of_vehicle, vehicle_cells
from fleet.reports.history import drives_begun, parts_of, seconds_within
from reports.table import Cell, Chart, Column, ColumnKind, Table, total


def build(ask: Ask) -> Table:
    """Shares of the period up to now: driving, standing, without data; and on how many days a vehicle was driven."""
    rows: list[list[Cell]] = []
    used: dict[date, int] = {day: 0 for day, _since, _until in ask.period.each()}
    for vehicles in ask.chunks():
        parts = parts_of(vehicles, ask.period.since, ask.period.until)
        for vehicle in vehicles:
            own = parts.get(vehicle.pk, [])
            if not own and not vehicle.active:
                continue
            days = days_driven(ask, own)
            rows.append(_row(ask, vehicle, own, days))
            for day in days:
                used[day] += 1
    columns = [
        *of_vehicle(),
        Column("days", _("Days driven"), ColumnKind.NUMBER),
        Column("of_days", _("Share of days"), ColumnKind.SHARE),
        Column("driving", _("Driving"), ColumnKind.DURATION),
        Column("idle", _("of it idling"), ColumnKind.DURATION),
        Column("stood", _("Stood"), ColumnKind.DURATION),
        Column("silent", _("No data"), ColumnKind.DURATION),
        Column("used", _("Used"), ColumnKind.SHARE, 1),
        Column("per_day", _("Distance a day driven"), ColumnKind.DISTANCE, 1),
    ]
    totals: dict[str, Cell] = {"driving": total(rows, 5), "idle": total(rows, 6), "stood": total(rows, 7)}
    totals |= {"silent": total(rows, 8), "days": total(rows, 3)}
    known = (ask.until - ask.period.since).total_seconds() * len(rows)
    totals["used"] = total(rows, 5) / known if known > 0 else None
    return Table(columns, rows, totals, _charts(ask, rows, used))


def days_driven(ask: Ask, parts: Sequence[Trip]) -> set[date]:
    """The days on which a drive went on, those over midnight counted for both."""
    found = set()
    for part in parts:
        if part.kind == TripKind.DRIVE:
            first = timezone.localtime(max(part.start, ask.period.since)).date()
            last = timezone.localtime(min(part.end, ask.period.until)).date()
            found |= {first, min(last, ask.period.last)}
    return found


def _row(ask: Ask, vehicle: Vehicle, parts: Sequence[Trip], days: set[date]) -> list[Cell]:
    seconds = dict.fromkeys(TripKind, 0.0)
    for part in parts:
        seconds[TripKind(part.kind)] += seconds_within(part, ask.period.since, ask.until)
    drives = drives_begun(parts, ask.period.since)
    known_s = (ask.until - ask.period.since).total_seconds()
    metres = sum(drive.distance_m for drive in drives)
    return [
        *vehicle_cells(vehicle),
        len(days),
        len(days) / ask.period.days,
        seconds[TripKind.DRIVE],
        sum(drive.idle_s for drive in drives),
        seconds[TripKind.STOP],
        seconds[TripKind.GAP],
        seconds[TripKind.DRIVE] / known_s if known_s > 0 else None,
        metres / len(days) if days else None,
    ]


def _charts(ask: Ask, rows: Sequence[Sequence[Cell]], used: dict[date, int]) -> list[Chart]:
    charts = []
    if ask.period.days > 1 and any(used.values()):
        labels = [date_format(day, "j M") for day in used]
        values = [float(count) for count in used.values()]
        charts.append(Chart(_("Vehicles driven by day"), ColumnKind.NUMBER, labels, values))
    pairs = [(str(row[0]), float(row[5] or 0)) for row in rows]  # type: ignore[arg-type]
    return charts + most(_("Driving time by vehicle"), ColumnKind.DURATION, pairs)
