"""The lists of (id, value) that a CCE record is made of: values of one, two and four bytes, then of any length."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from fleet.protocols import attributes as names
from fleet.protocols.fix import Attribute

LAT: Final = 0x02
LON: Final = 0x03
TIME: Final = 0x04
_WIDE: Final = 0xFE
"""Begins an id of two bytes."""
_EVENTS: Final = frozenset({0x01, 0x40})
_PLACE: Final = frozenset({LAT, LON, TIME})
_SIGNED: Final = frozenset({LAT, LON, 0x0B})
_BATTERY: Final = 0xFE69
_BATTERIES: Final = 0xFEA8
_CELL: Final = 0x0E
_PICTURE: Final = 0xFE31
_LONGEST: Final = 64
"""Bytes of an unnamed value that are kept."""
_READINGS: Final = {0x05: "valid", 0x08: "speed", 0x09: "course", 0x0B: "altitude"}

Read = Callable[[int], Attribute]


def _over(divisor: int) -> Read:
    return lambda value: value / divisor


_NAMED: Final[Mapping[int, tuple[str, Read]]] = {
    0x06: (names.SATELLITES, int),
    0x07: (names.RSSI, int),
    0x0A: (names.HDOP, _over(10)),
    0x0C: (names.ODOMETER_M, int),
    0x0D: ("run_s", int),
    0x14: ("outputs", int),
    0x15: ("inputs", int),
    0x16: ("analog_1_v", _over(100)),
    0x17: ("analog_2_v", _over(100)),
    0x18: ("analog_3_v", _over(100)),
    0x19: (names.BATTERY_V, _over(100)),
    0x1A: (names.POWER_V, _over(100)),
    0x25: (names.DRIVER, "{:08X}".format),
    0x47: ("lock", lambda value: value == 2),
    0x91: ("obd_speed_kmh", int),
    0x92: ("obd_speed_kmh", int),
    0x97: ("throttle_pct", int),
    0x99: (names.RPM, int),
    0x9B: ("obd_odometer_m", int),
    0x9C: ("coolant_c", int),
    0x9D: (names.FUEL_PCT, int),
    0x9F: ("intake_c", int),
    0xA0: ("fuel_used_l", _over(1000)),
    0xFEF4: (names.ENGINE_HOURS_S, lambda value: value * 60),
}


@dataclass(slots=True)
class Parameters:
    """What a record says; ``readings`` are raw, in the units of the protocol."""

    place: dict[int, int] = field(default_factory=dict)
    event: int | None = None
    readings: dict[str, int] = field(default_factory=dict)
    found: dict[str, Attribute] = field(default_factory=dict)
    battery_pct: float | None = None


def read_parameters(record: bytes) -> Parameters:
    """All parameters of a record. Raises IndexError where the counts promise more than there is."""
    read = Parameters()
    at = 0
    for size in (1, 2, 4):
        count, at = record[at], at + 1
        for _ in range(count):
            number, at = _number(record, at)
            if at + size > len(record):
                raise IndexError
            _take(read, number, int.from_bytes(record[at : at + size], "little", signed=number in _SIGNED))
            at += size
    count, at = record[at], at + 1
    for _ in range(count):
        number, at = _number(record, at)
        end = at + 1 + record[at]
        if end > len(record):
            raise IndexError
        _take_long(read, number, record[at + 1 : end])
        at = end
    return read


def _number(record: bytes, at: int) -> tuple[int, int]:
    if record[at] == _WIDE:
        return _WIDE << 8 | record[at + 1], at + 2
    return record[at], at + 1


def _take(read: Parameters, number: int, value: int) -> None:
    if number in _PLACE:
        read.place[number] = value
    elif number in _EVENTS:
        read.event = value
    elif number == _BATTERY:
        read.battery_pct = value
    elif number in _READINGS:
        read.readings[_READINGS[number]] = value
    else:
        name, meaning = _NAMED.get(number) or (f"io_{number}", int)
        read.found[name] = meaning(value)


def _take_long(read: Parameters, number: int, value: bytes) -> None:
    if number == _CELL and len(value) >= 10:
        parts = (value[0:2], value[2:4], value[4:6], value[6:10])
        for name, part in zip((names.MCC, names.MNC, names.LAC, names.CELL), parts, strict=True):
            read.found[name] = int.from_bytes(part, "little")
    elif number == _BATTERIES and len(value) >= 6:
        # Pairs of (state, level); a state of 0 is a battery that is not there.
        for place in (1, 2, 3):
            state, level = value[2 * place - 2 : 2 * place]
            if state and place == 1:
                read.battery_pct = level
            elif state:
                read.found[f"battery_{place}_pct"] = level
    elif number == _PICTURE and len(value) > 2:
        read.found["picture"] = printable(value[2:])
    elif 0 < len(value) <= _LONGEST:
        read.found[f"io_{number}"] = value.hex()


def printable(value: bytes) -> str:
    """The text of bytes without what no column can hold."""
    return "".join(sign for sign in value.decode("ascii", "ignore") if sign.isprintable())
