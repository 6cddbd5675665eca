"""Where a tracker says it was: ``YYMMDDA2233.4444N11122.3333E000.1hhmmss123.45`` or the same fields behind commas."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from fleet.protocols import attributes as names
from fleet.protocols import limits
from fleet.protocols.fix import Attribute

# Every part has a fixed or bounded length: nothing to try twice.
_PLACE: Final = re.compile(
    r"([0-9]{6})(,?)([AV]),?([0-9]{2})([0-9]{2}\.[0-9]{1,6}),?([NS]),?([0-9]{3})([0-9]{2}\.[0-9]{1,6}),?([EW]),?"
)
_CLOSE: Final = re.compile(r"([0-9]{1,3}\.[0-9]|[0-9]{4})([0-9]{6})([0-9.]{1,6})")
_STATE: Final = re.compile(r"([01])([01])[0-9A-Fa-f]{6}")
_HEX: Final = re.compile(r"[0-9A-Fa-f]{1,8}")
_STATE_SIZE: Final = 8


class Unreadable(ValueError):
    """A place that cannot be on earth: the field and its value."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__(name)
        self.name, self.value = name, value


def read(text: str) -> dict[str, Any] | None:
    """The fields of a Fix that stand in ``text``, None where there is no place. Raises Unreadable."""
    found = _PLACE.search(text)
    if found is None:
        return None
    date, comma, valid, lat_deg, lat_min, south, lon_deg, lon_min, west = found.groups()
    lat, lon = _degrees("latitude", lat_deg, lat_min, 90), _degrees("longitude", lon_deg, lon_min, 180)
    fields = _listed(text[found.end() :], date) if comma else _joined(text[found.end() :], date)
    fields["valid"] = valid == "A"
    fields["lat"], fields["lon"] = -lat if south == "S" else lat, -lon if west == "W" else lon
    return fields


def _degrees(name: str, degrees: str, minutes: str, limit: int) -> float:
    value = int(degrees) + float(minutes) / 60
    if float(minutes) >= 60 or value > limit:
        raise Unreadable(name, degrees + minutes)
    return value


def _joined(tail: str, date: str) -> dict[str, Any]:
    """Speed, time and course without anything between, then eight states and the odometer behind an ``L``."""
    found = _CLOSE.match(tail)
    if found is None:
        raise Unreadable("time", tail[:20])
    speed, clock, course = found.groups()
    kmh = number(speed) if "." in speed else int(speed) / 10
    fields = _motion(kmh, number(course), moment(date, clock))
    attributes: dict[str, Attribute] = {}
    odometer_at = tail.find("L")
    state = tail[odometer_at - _STATE_SIZE : odometer_at] if odometer_at >= _STATE_SIZE else ""
    if (odometer := _HEX.match(tail, odometer_at + 1)) is not None and odometer_at > 0:
        attributes[names.ODOMETER_M] = int(odometer[0], 16)
    return {**fields, **states(state), "attributes": attributes}


def _listed(tail: str, date: str) -> dict[str, Any]:
    """Speed, time, course, altitude, satellites behind commas; here the day comes first in the date."""
    values = [*tail.split(",", 6), "", "", "", "", ""]
    fields = _motion(number(values[0]), number(values[2]), moment(date[4:] + date[2:4] + date[:2], values[1]))
    attributes: dict[str, Attribute] = {}
    if _STATE.fullmatch(values[3]):
        fields |= states(values[3])
    else:
        fields["altitude_m"] = limits.altitude(number(values[3]))
        if values[4].isdecimal() and values[4].isascii() and len(values[4]) <= 2:
            attributes[names.SATELLITES] = int(values[4])
    return {**fields, "attributes": attributes}


def _motion(kmh: float | None, course: float | None, time: datetime | None) -> dict[str, Any]:
    return {
        "speed_mps": limits.speed(None if kmh is None else kmh / 3.6),
        "course_deg": limits.course(course),
        "fix_time": time,
    }


def states(state: str) -> Mapping[str, bool]:
    """The first of eight states is 1 without outside power, the second is 1 with the ignition on."""
    found = _STATE.fullmatch(state)
    return {} if found is None else {"external_power": found[1] == "0", "ignition": found[2] == "1"}


def number(text: str) -> float | None:
    """A plain decimal number, or None."""
    try:
        value = float(text) if len(text) <= 12 else None
    except ValueError:
        return None
    return value if value is not None and limits.finite(value) else None


def moment(date: str, clock: str) -> datetime | None:
    """``YYMMDD`` and ``hhmmss``; a date that no calendar has is no time, and then the time of arrival holds."""
    digits = date + clock
    if len(digits) != 12 or not (digits.isascii() and digits.isdecimal()):
        return None
    try:
        parts = [int(digits[at : at + 2]) for at in range(0, 12, 2)]
        return datetime(2000 + parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], tzinfo=UTC)
    except ValueError:
        return None
