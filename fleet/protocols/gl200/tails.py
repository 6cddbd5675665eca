"""The fields behind the last position, by family."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from fleet.protocols import limits
from fleet.protocols.attributes import (
    ENGINE_HOURS_S,
    FUEL_PCT,
    ODOMETER_M,
    RPM,
    SATELLITES,
)
from fleet.protocols.digits import hexadecimal, number, whole
from fleet.protocols.gl200.families import Family
from fleet.protocols.gl200.found import Found

Fields = Sequence[str]
_HOURS: Final = re.compile(r"([0-9]{1,7}):([0-5][0-9]):([0-5][0-9])")
_LONG_STATUS: Final = re.compile(r"[0-9A-Fa-f]{6}|[0-9A-Fa-f]{10}")
_MASK: Final = re.compile(r"[0-9A-Fa-f]{2}")
_ADDED: Final = 4  # bits of the mask that bring a field each
_BATTERY: Final = 4
_MOST_KM: Final = 10_000_000.0


def read_tail(family: Family, tail: Fields, found: Found) -> Fields:
    """Keep what the fields of a numbered report say; the fields behind the status are given back."""
    return _TAILS[family](tail, found)


def read_odometer(tail: Fields, found: Found) -> None:
    """The two fields of reports on the ignition and other events: hours and kilometres, told by their look."""
    rest = _without_mask(tail, found)
    for text in rest[:2]:
        if _HOURS.fullmatch(text):
            _keep_hours(text, found)
        elif "." in text and ODOMETER_M not in found.attributes:
            _keep_kilometres(text, found)


def _without_mask(tail: Fields, found: Found) -> Fields:
    """The fields behind the mask of additions, and behind what it adds: bit 0 brings the satellites."""
    if not tail or "." in tail[0]:
        return tail
    mask = hexadecimal(tail[0]) if _MASK.fullmatch(tail[0]) else 0
    added = ((mask or 0) & ((1 << _ADDED) - 1)).bit_count()
    if added and mask and mask & 1 and len(tail) > 1:
        found.keep(SATELLITES, whole(tail[1]))
    return tail[1 + added :]


def _vehicle(tail: Fields, found: Found) -> Fields:
    rest = _without_mask(tail, found)
    _keep_mileage(rest, found)
    at = next((at for at in range(2, len(rest)) if _LONG_STATUS.fullmatch(rest[at])), _BATTERY + 1)
    if at >= len(rest):
        return ()
    found.keep_battery(rest[at - 1])
    found.keep_status(rest[at])
    _keep_inputs(rest[2 : at - 1], found)
    return rest[at + 1 :]


def _vehicle_engine(tail: Fields, found: Found) -> Fields:
    behind = _vehicle(tail, found)
    if len(behind) >= 3:
        found.keep(RPM, whole(behind[0]))
        found.keep(FUEL_PCT, limits.percent(number(behind[2])))
    return behind


def _vehicle_pins(tail: Fields, found: Found) -> Fields:
    rest = _without_mask(tail, found)
    _keep_mileage(rest, found)
    _keep_inputs(rest[2:5], found)
    for name, at in (("inputs", 5), ("outputs", 6)):
        if at < len(rest) and _MASK.fullmatch(rest[at]):
            found.keep(name, hexadecimal(rest[at]))
    return rest[7:]


def _battery_at(at: int) -> Callable[[Fields, Found], Fields]:
    def read(tail: Fields, found: Found) -> Fields:
        if -len(tail) <= at < len(tail):
            found.keep_battery(tail[at])
        return ()

    return read


def _keep_mileage(rest: Fields, found: Found) -> None:
    if rest:
        _keep_kilometres(rest[0], found)
    if len(rest) > 1:
        _keep_hours(rest[1], found)


def _keep_kilometres(text: str, found: Found) -> None:
    value = number(text)
    if value is not None and 0 <= value <= _MOST_KM:
        found.attributes[ODOMETER_M] = round(value * 1000)


def _keep_hours(text: str, found: Found) -> None:
    hours = _HOURS.fullmatch(text)
    if hours is not None:
        found.attributes[ENGINE_HOURS_S] = int(hours[1]) * 3600 + int(hours[2]) * 60 + int(hours[3])


def _keep_inputs(fields: Fields, found: Found) -> None:
    """Analogue inputs in millivolt, or with an F in percent of a tank."""
    for order, text in enumerate(fields[:4], start=1):
        if text.startswith("F"):
            found.keep(FUEL_PCT, limits.percent(number(text[1:])))
        else:
            found.keep_millivolts(f"adc{order}_v", text)


_TAILS: Final[Mapping[Family, Callable[[Fields, Found], Fields]]] = {
    Family.VEHICLE: _vehicle,
    Family.VEHICLE_ENGINE: _vehicle_engine,
    Family.VEHICLE_PINS: _vehicle_pins,
    Family.ASSET: _battery_at(-1),
    Family.ASSET_SIGNAL: _battery_at(3),
    Family.ASSET_SENSOR: _battery_at(1),
}
