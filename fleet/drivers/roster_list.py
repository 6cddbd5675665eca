"""Reading a roster that somebody wrote in a spreadsheet: ``date, start, end, vehicle, driver[, duty]`` a line."""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

from django.utils.translation import gettext as _

from fleet.devices.imei_list import name_key

MAX_LINES: Final = 2000
_TIME: Final = re.compile(r"(\d{1,2})[:.](\d{2})")
_DATES: Final = (
    (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})"), (0, 1, 2)),
    (re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})"), (2, 1, 0)),
)
_HEADINGS: Final = {"date", "tanggal", "tgl"}

Known = Mapping[str, list[tuple[int, str]]]
"""What can be named, by ``name_key``: the ids and how each is called."""


@dataclass
class DutyLine:
    """One line of the list; without problems it has a vehicle, a driver and its times."""

    number: int
    text: str
    vehicle_id: int = 0
    driver_id: int = 0
    start: datetime | None = None
    end: datetime | None = None
    duty: str = ""
    vehicle: str = ""
    driver: str = ""
    problems: list[str] = field(default_factory=list)


def read_roster(text: str, vehicles: Known, drivers: Known, zone: tzinfo) -> list[DutyLine]:
    """Every line that is not empty, judged; days are before months, and an end before the start is the next day's."""
    lines: list[DutyLine] = []
    for number, raw in enumerate(text.splitlines(), 1):
        parts = [part.strip() for part in next(csv.reader([raw], delimiter=_delimiter(raw)), [])]
        if not any(parts) or (not lines and parts[0].casefold() in _HEADINGS):
            continue
        line = DutyLine(number, raw.strip())
        if len(parts) not in {5, 6}:
            line.problems.append(
                _("A line has 5 or 6 parts: date, start, end, vehicle, driver and, if you like, duty.")
            )
        else:
            _read_times(line, parts[:3], zone)
            line.vehicle_id, line.vehicle = _named(line, parts[3], vehicles, vehicle=True)
            line.driver_id, line.driver = _named(line, parts[4], drivers, vehicle=False)
            line.duty = parts[5][:200] if len(parts) == 6 else ""
        lines.append(line)
    return lines


def _delimiter(raw: str) -> str:
    """Spreadsheets of Indonesian computers write semicolons; what is copied out of one has tabs."""
    return next((sign for sign in "\t;" if sign in raw), ",")


def _read_times(line: DutyLine, parts: list[str], zone: tzinfo) -> None:
    day = _date(parts[0])
    begins, ends = _time(parts[1]), _time(parts[2])
    if day is None:
        line.problems.append(_("“%(text)s” is no date; write 2026-11-22 or 22/11/2026.") % {"text": parts[0]})
    for text, read in ((parts[1], begins), (parts[2], ends)):
        if read is None:
            line.problems.append(_("“%(text)s” is no time of the day; write 07:30.") % {"text": text})
    if day is None or begins is None or ends is None:
        return
    line.start = datetime.combine(day, begins, zone)
    line.end = datetime.combine(day + timedelta(days=1) if ends <= begins else day, ends, zone)


def _date(text: str) -> date | None:
    for pattern, order in _DATES:
        if (found := pattern.fullmatch(text)) is not None:
            year, month, day = (int(found.groups()[place]) for place in order)
            try:
                return date(year, month, day)
            except ValueError:
                return None
    return None


def _time(text: str) -> time | None:
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2])
    if (hour, minute) == (24, 0):
        return time(0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _named(line: DutyLine, text: str, known: Known, *, vehicle: bool) -> tuple[int, str]:
    found = known.get(name_key(text), [])
    if len(found) == 1:
        return found[0]
    if vehicle:
        many, none = _("More than one vehicle is called “%(text)s”."), _("No vehicle is called “%(text)s”.")
    else:
        many, none = _("More than one driver is called “%(text)s”."), _("No driver is called “%(text)s”.")
    line.problems.append((many if found else none) % {"text": text})
    return 0, text


def find_overlaps(lines: list[DutyLine]) -> None:
    """Two lines of the list that claim one vehicle or one driver at one time: the later line is the wrong one."""
    kept: list[DutyLine] = []
    for line in lines:
        if line.problems or line.start is None or line.end is None:
            continue
        for other in kept:
            same = line.vehicle_id == other.vehicle_id or line.driver_id == other.driver_id
            if same and other.start and other.end and line.start < other.end and other.start < line.end:
                line.problems.append(_("It overlaps with line %(number)d.") % {"number": other.number})
                break
        else:
            kept.append(line)


def good(lines: Iterable[DutyLine]) -> list[DutyLine]:
    """Those that can be imported."""
    return [line for line in lines if not line.problems]
