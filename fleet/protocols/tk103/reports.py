"""What a tracker reports without a place: cells, battery, the engine, words. Each gives the fields of a Heartbeat."""

import re
from typing import Any, Final

from fleet.protocols import attributes as names
from fleet.protocols import limits
from fleet.protocols.fix import Attribute
from fleet.protocols.tk103.place import moment, number, states

_CELL: Final = re.compile(r"\{([0-9]{1,3}),([0-9]{1,3}),([0-9]{1,9}),([0-9]{1,9})\}")
_LONGEST_TEXT: Final = 500
_UNKNOWN: Final = 65535
_FULL: Final = 6


def printable(text: str) -> str:
    """``text`` in one line, without what no column can hold."""
    kept = "".join(sign if sign.isprintable() and sign.isascii() else " " for sign in text)
    return " ".join(kept.split())[:_LONGEST_TEXT]


def battery(content: str) -> dict[str, Any]:
    """Date (day first), time, battery in six steps, its 0.01 V, the 0.1 V outside, whether installed."""
    values = [*content.split(",", 6), "", "", "", "", ""]
    level, volts, power = number(values[2]), number(values[3]), number(values[4])
    attributes: dict[str, Attribute] = {}
    if volts is not None and 0 <= volts < _UNKNOWN:
        attributes[names.BATTERY_V] = volts / 100
    if power is not None and 0 <= power < _UNKNOWN:
        attributes[names.POWER_V] = power / 10
    return {
        "time": _day_first(values[0], values[1]),
        "battery_pct": limits.percent(round(level * 100 / _FULL)) if level is not None else None,
        "attributes": attributes,
    }


def quoted(content: str) -> dict[str, Any]:
    """Date, time, and the answer to a command between ``$``."""
    date, _, rest = content.partition(",")
    clock, _, said = rest.partition(",")
    return {"time": _day_first(date, clock), "attributes": {"result": printable(said.strip("$"))}}


def cells(content: str) -> dict[str, Any]:
    """Country, network, area, cell, wifi stations, date and time at the end."""
    values = content.split(",")
    time = _day_first(values[-2], values[-1]) if len(values) > 5 else None
    return {"time": time, "attributes": _cell(values[:4])}


def login_cells(content: str) -> dict[str, Any]:
    """The login of a tracker that has no place: cells in braces, then the states."""
    found = _CELL.search(content)
    attributes = _cell(list(found.groups())) if found is not None else {}
    return {**states(content.rpartition(",")[2]), "attributes": attributes}


def diagnosis(content: str) -> dict[str, Any]:
    """Readings of the engine in hexadecimal, date and time, states."""
    values = [*content.split(",", 4), "", "", "", ""]
    time = moment(values[2][:6], values[2][6:])
    return {"time": time, **states(values[3]), "attributes": {"obd": printable(values[1])}}


def _cell(values: list[str]) -> dict[str, Attribute]:
    if len(values) != 4 or not all(one.isascii() and one.isdecimal() and len(one) <= 9 for one in values):
        return {}
    country, network, area, cell = (int(one) for one in values)
    return {names.MCC: country, names.MNC: network, names.LAC: area, names.CELL: cell}


def _day_first(date: str, clock: str) -> Any:
    return moment(date[4:] + date[2:4] + date[:2], clock)
