"""The text form: AAA, and AFF for what was buffered. Fields by their place after the command.

Source: MEITRACK GPRS Protocol, "Tracker Command Format": speed in km/h, mileage in metres, run time in seconds, UTC.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from fleet.protocols import attributes as names
from fleet.protocols import limits
from fleet.protocols.attributes import Alarm
from fleet.protocols.fix import Attribute, Fix, Message, Rejected
from fleet.protocols.meitrack.events import DRIVER_CARD, IGNITION, plugged, read_event
from fleet.protocols.rejection import RejectionReason, reason

_LEAST: Final = 13
"""Fields up to the run time; what follows depends on the model."""
_CELL, _PORTS, _ANALOG, _EVENT_DATA, _VERSION, _FUEL, _TEMPERATURES = 13, 14, 15, 16, 18, 19, 20
_SCALES: Final = ((450, 1 / 100, 1 / 100), (1023, 6 / 1024, 48 / 1024), (4095, 6.6 / 4096, 52.8 / 4096))
"""Highest raw value of the battery, volts a step of battery and of supply. The battery, near 4 V, tells the model."""


def read_sentence(fields: Sequence[str], identity: str) -> Message:
    """The record of the fields behind the command."""
    if len(fields) < _LEAST:
        return Rejected(reason(RejectionReason.FRAME_TOO_SHORT, len(fields)), identity)
    try:
        return _fix(fields, identity)
    except ValueError as problem:
        return Rejected(reason(RejectionReason.UNREADABLE_FIELD, "sentence", problem), identity)


def _fix(fields: Sequence[str], identity: str) -> Fix:
    found: dict[str, Attribute] = {}
    event = int(fields[0])
    alarm = read_event(event, found)
    found[names.SATELLITES] = int(fields[5])
    found[names.RSSI] = int(fields[6])
    found[names.HDOP] = _finite(fields[9])
    found[names.ODOMETER_M] = int(fields[11])
    found["run_s"] = int(fields[12])
    _extras([*fields[_CELL:], *[""] * _TEMPERATURES], event, found)
    lat, lon = _finite(fields[1]), _finite(fields[2])
    valid = fields[4] == "A"
    return Fix(
        identity,
        lon,
        lat,
        datetime.strptime(fields[3], "%y%m%d%H%M%S").replace(tzinfo=UTC),
        valid,
        speed_mps=limits.speed(float(fields[7]) / 3.6) if valid else None,
        course_deg=limits.course(float(fields[8])) if valid else None,
        altitude_m=limits.altitude(float(fields[10])) if valid else None,
        ignition=IGNITION.get(alarm) if alarm else None,
        external_power=plugged(alarm, found.get(names.POWER_V)),
        sos=alarm is Alarm.SOS,
        attributes=found,
    )


def _finite(text: str) -> float:
    """A number. Raises ValueError for anything else, and for what is endless."""
    value = float(text)
    if not limits.finite(value):
        raise ValueError(text)
    return value


def _extras(rest: Sequence[str], event: int, found: dict[str, Attribute]) -> None:
    """What stands behind the run time; any of it may be empty."""
    base = _CELL
    _cell(rest[0].split("|"), found)
    if len(rest[_PORTS - base]) == 4:
        found["inputs"], found["outputs"] = int(rest[_PORTS - base][:2], 16), int(rest[_PORTS - base][2:], 16)
    _voltages(rest[_ANALOG - base].split("|"), found)
    said = rest[_EVENT_DATA - base]
    if said:
        found[names.DRIVER if event == DRIVER_CARD else "event_data"] = said
    fuel = rest[_FUEL - base]
    if len(fuel) == 4:
        found[names.FUEL_PCT] = int(fuel[:2], 16) + int(fuel[2:], 16) / 100
    version = rest[_VERSION - base]
    _temperatures(rest[_TEMPERATURES - base], int(version) if version.isdigit() else 0, found)


def _cell(parts: Sequence[str], found: dict[str, Attribute]) -> None:
    for name, text, base in zip((names.MCC, names.MNC, names.LAC, names.CELL), parts, (10, 10, 16, 16), strict=False):
        if text:
            found[name] = int(text, base)


def _voltages(parts: Sequence[str], found: dict[str, Attribute]) -> None:
    if len(parts) != 5:
        return
    if "." in parts[0]:
        found[names.BATTERY_V], found[names.POWER_V] = _finite(parts[0]), _finite(parts[1])
        return
    for number, text in enumerate(parts[:3], start=1):
        if text:
            found[f"analog_{number}"] = int(text, 16)
    battery, power = int(parts[3] or "0", 16), parts[4]
    for highest, battery_step, power_step in _SCALES:
        if battery <= highest:
            found[names.BATTERY_V] = round(battery * battery_step, 3)
            if power:
                found[names.POWER_V] = round(int(power, 16) * power_step, 3)
            return


def _temperatures(text: str, version: int, found: dict[str, Attribute]) -> None:
    """Six digits a sensor: its number, then hundredths as a signed number, or in old versions whole and hundredths."""
    for place, sensor in enumerate(text.split("|")):
        if len(sensor) != 6:
            return
        number, whole, part = (int(sensor[at : at + 2], 16) for at in (0, 2, 4))
        signed = whole - 256 if whole > 127 else whole
        celsius = (signed * 256 + part) / 100 if version >= 3 else signed + (part if signed >= 0 else -part) / 100
        found[f"temperature_{number}_c" if place else names.TEMPERATURE_C] = celsius
