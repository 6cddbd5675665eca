"""What a device tells besides its position, in the reader's language."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from fleet.protocols import attributes as named
from fleet.protocols.attributes import Alarm

_LONGEST: Final = 40

_NAMES: Final[dict[str, str | Promise]] = {
    named.ALARM: _lazy("alarm"),
    named.SATELLITES: _lazy("satellites"),
    named.HDOP: "HDOP",
    named.ODOMETER_M: _lazy("odometer"),
    named.TRIP_M: _lazy("trip distance"),
    named.POWER_V: _lazy("vehicle power"),
    named.BATTERY_V: _lazy("device battery"),
    "battery_pct": _lazy("device battery"),
    named.CHARGING: _lazy("charging"),
    named.RSSI: _lazy("mobile signal"),
    named.MCC: "MCC",
    named.MNC: "MNC",
    named.LAC: "LAC",
    named.CELL: _lazy("mobile cell"),
    named.ENGINE_HOURS_S: _lazy("engine hours"),
    named.RPM: _lazy("engine speed"),
    named.FUEL_L: _lazy("fuel"),
    named.FUEL_PCT: _lazy("fuel"),
    named.TEMPERATURE_C: _lazy("temperature"),
    named.DRIVER: _lazy("driver's card"),
    named.EVENT: _lazy("code of the record"),
    named.BLOCKED: _lazy("engine blocked"),
    named.DOOR: _lazy("door"),
    named.VERSION: _lazy("version of the device"),
    named.VIN: _lazy("chassis number"),
}
"""What has no entry keeps the name that the decoder gives it: those are the maker's own, as in its manual."""

_UNITS: Final[dict[str, tuple[float, str | Promise]]] = {
    named.ODOMETER_M: (1000, "km"),
    named.TRIP_M: (1000, "km"),
    named.POWER_V: (1, "V"),
    named.BATTERY_V: (1, "V"),
    "battery_pct": (1, "%"),
    named.ENGINE_HOURS_S: (3600, _lazy("h")),
    named.RPM: (1, _lazy("rpm")),
    named.FUEL_L: (1, "l"),
    named.FUEL_PCT: (1, "%"),
    named.TEMPERATURE_C: (1, "°C"),
}
"""What a value is divided by to be read, and its unit."""

_ALARMS: Final[dict[Alarm, str | Promise]] = {
    Alarm.SOS: _lazy("SOS"),
    Alarm.POWER_CUT: _lazy("power of the tracker cut"),
    Alarm.POWER_RESTORED: _lazy("power of the tracker back"),
    Alarm.LOW_POWER: _lazy("vehicle power low"),
    Alarm.LOW_BATTERY: _lazy("device battery low"),
    Alarm.VIBRATION: _lazy("vibration"),
    Alarm.MOVEMENT: _lazy("movement"),
    Alarm.TOW: _lazy("moves with the ignition off"),
    Alarm.TAMPER: _lazy("the tracker was tampered with"),
    Alarm.JAMMING: _lazy("the signal may be jammed"),
    Alarm.GPS_ANTENNA_CUT: _lazy("GPS antenna cut"),
    Alarm.OVERSPEED: _lazy("too fast"),
    Alarm.HARSH_ACCELERATION: _lazy("harsh acceleration"),
    Alarm.HARSH_BRAKING: _lazy("harsh braking"),
    Alarm.HARSH_CORNERING: _lazy("harsh cornering"),
    Alarm.ACCIDENT: _lazy("accident reported by the device"),
    Alarm.FALL: _lazy("the device fell"),
    Alarm.IDLE: _lazy("idles with the engine on"),
    Alarm.DOOR: _lazy("door"),
    Alarm.FATIGUE: _lazy("driver tired"),
    Alarm.GEOFENCE: _lazy("border of a zone of the device"),
    Alarm.GEOFENCE_ENTER: _lazy("entered a zone of the device"),
    Alarm.GEOFENCE_EXIT: _lazy("left a zone of the device"),
    Alarm.IGNITION_ON: _lazy("ignition on"),
    Alarm.IGNITION_OFF: _lazy("ignition off"),
    Alarm.TEMPERATURE: _lazy("temperature"),
    Alarm.FUEL_LEAK: _lazy("fuel is leaking"),
    Alarm.FAULT: _lazy("fault of the device"),
    Alarm.OTHER: _lazy("something else"),
}


def attribute_words(attributes: Mapping[str, Any]) -> Iterator[str]:
    """``satellites 8``, ``device battery 3.9 V`` …, one for each attribute, in their order."""
    for name, value in attributes.items():
        yield f"{_NAMES.get(name, name)} {_value(name, value)}"[:120]


def _value(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == named.ALARM:
        return ", ".join(_alarm(code) for code in str(value).split(","))
    if name in _UNITS and isinstance(value, int | float):
        divisor, unit = _UNITS[name]
        return f"{_number(value / divisor)} {unit}"
    return (_number(value) if isinstance(value, float) else str(value))[:_LONGEST]


def _alarm(code: str) -> str:
    return str(_ALARMS[Alarm(code)]) if code in set(Alarm) else code[:_LONGEST]


def _number(value: float) -> str:
    """With at most two decimals, as the language writes them."""
    return str(formats.localize(round(value, 2) if value % 1 else int(value)))
