"""What the IO elements of an AVL record mean: id -> name, unit and alarms.

Source: "Teltonika Data Sending Parameters ID" of the FMB family, https://wiki.teltonika-gps.com/view/Full_AVL_ID_List.
"""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from fleet.protocols import attributes as names
from fleet.protocols.attributes import Alarm
from fleet.protocols.fix import Attribute

Read = Callable[[int, int], Attribute | None]
"""A raw unsigned value and its size in bytes -> what it says, or None for nothing."""

IGNITION: Final = 239
MOVEMENT: Final = 240
BATTERY_LEVEL: Final = 113
EXTERNAL_VOLTAGE: Final = 66
UNPLUG: Final = 252
OPERATOR: Final = 241
VIN: Final = 256
BEACONS: Final = 548
PLUGGED_MV: Final = 3000
"""Below this, what is measured at the supply is a floating wire."""


class Element(NamedTuple):
    """``divisor`` makes the unit of the name; ``read`` is for what a division does not tell."""

    name: str
    divisor: int = 1
    read: Read | None = None


def _signed(divisor: int, low: float, high: float) -> Read:
    def read(value: int, size: int) -> Attribute | None:
        bits = size * 8
        number = (value - (1 << bits) if value >> (bits - 1) else value) / divisor
        return number if low <= number <= high else None  # beyond what is measured are codes of faults

    return read


def _yes(value: int, _size: int) -> bool:
    return value > 0


def _key(value: int, size: int) -> str | None:
    return f"{value:0{size * 2}X}" if value else None


def _times(factor: int) -> Read:
    return lambda value, _size: value * factor


_DALLAS: Final = _signed(10, -55.0, 125.0)
_BLE: Final = _signed(100, -40.0, 125.0)
_AXIS: Final = _signed(1000, -20.0, 20.0)
_CELSIUS: Final = _signed(1, -60.0, 215.0)

ELEMENTS: Final[Mapping[int, Element]] = {
    **{number: Element(f"input_{number}", read=_yes) for number in (1, 2, 3, 4)},
    **{number: Element(f"output_{number - 178}", read=_yes) for number in (179, 180)},
    6: Element("analog_2_v", 1000),
    9: Element("analog_1_v", 1000),
    12: Element("fuel_used_l", 1000),
    13: Element("fuel_rate_l_per_100km", 100),
    15: Element("eco_score", 100),
    16: Element(names.ODOMETER_M),
    17: Element("axis_x_g", read=_AXIS),
    18: Element("axis_y_g", read=_AXIS),
    19: Element("axis_z_g", read=_AXIS),
    20: Element("ble_2_battery_pct"),
    21: Element(names.RSSI),
    22: Element("ble_3_battery_pct"),
    23: Element("ble_4_battery_pct"),
    24: Element("gnss_speed_kmh"),
    **{number: Element(f"ble_{number - 24}_temperature_c", read=_BLE) for number in (25, 26, 27, 28)},
    29: Element("ble_1_battery_pct"),
    30: Element("trouble_codes"),
    31: Element("engine_load_pct"),
    32: Element("coolant_c", read=_CELSIUS),
    36: Element(names.RPM),
    37: Element("obd_speed_kmh"),
    41: Element("throttle_pct"),
    42: Element("engine_run_s"),
    48: Element(names.FUEL_PCT),
    58: Element("oil_c", read=_CELSIUS),
    60: Element("fuel_rate_l_per_h", 100),
    EXTERNAL_VOLTAGE: Element(names.POWER_V, 1000),
    67: Element(names.BATTERY_V, 1000),
    68: Element("battery_a", 1000),
    69: Element("gnss_status"),
    70: Element("board_c", read=_DALLAS),
    72: Element(names.TEMPERATURE_C, read=_DALLAS),
    **{number: Element(f"temperature_{number - 71}_c", read=_DALLAS) for number in (73, 74, 75)},
    78: Element(names.DRIVER, read=_key),
    80: Element("data_mode"),
    81: Element("can_speed_kmh"),
    82: Element("accelerator_pct"),
    83: Element("can_fuel_used_l", 10),
    84: Element(names.FUEL_L, 10),
    85: Element(names.RPM),
    87: Element("can_odometer_m"),
    89: Element(names.FUEL_PCT),
    102: Element(names.ENGINE_HOURS_S, read=_times(60)),
    110: Element("can_fuel_rate_l_per_h", 10),
    115: Element("engine_c", read=_DALLAS),
    181: Element("pdop", 10),
    182: Element(names.HDOP, 10),
    199: Element(names.TRIP_M),
    200: Element("sleep_mode"),
    201: Element("fuel_sensor_1", read=_signed(1, -32768, 32767)),
    202: Element("fuel_sensor_1_c", read=_CELSIUS),
    203: Element("fuel_sensor_2", read=_signed(1, -32768, 32767)),
    204: Element("fuel_sensor_2_c", read=_CELSIUS),
    205: Element(names.CELL),
    206: Element(names.LAC),
    207: Element(names.DRIVER, read=_key),
    250: Element("trip"),
    254: Element("harsh_g", 100),
    389: Element("obd_odometer_m"),
    449: Element("ignition_on_s"),
    636: Element(names.CELL),
}

_GEOFENCE: Final = {0: Alarm.GEOFENCE_EXIT, 1: Alarm.GEOFENCE_ENTER, 3: Alarm.OVERSPEED}
_ANY: Final = -1
ALARMS: Final[Mapping[int, Mapping[int, Alarm]]] = {
    236: {1: Alarm.SOS},
    246: {1: Alarm.TOW},
    247: {_ANY: Alarm.ACCIDENT},
    249: {_ANY: Alarm.JAMMING},
    251: {1: Alarm.IDLE},
    UNPLUG: {0: Alarm.POWER_RESTORED, 1: Alarm.POWER_CUT},
    253: {1: Alarm.HARSH_ACCELERATION, 2: Alarm.HARSH_BRAKING, 3: Alarm.HARSH_CORNERING},
    255: {_ANY: Alarm.OVERSPEED},
    **dict.fromkeys((*range(155, 160), *range(61, 66), 175), _GEOFENCE),
}
"""Id -> value -> alarm. A value of 0 is an alarm only where the element is why the record was made."""


def alarm_of(number: int, value: int, event: int) -> Alarm | None:
    """What element ``number`` reports in a record made for element ``event``."""
    if not value and event != number:
        return None
    meanings = ALARMS[number]
    return meanings.get(value) or (meanings.get(_ANY) if value else None)
