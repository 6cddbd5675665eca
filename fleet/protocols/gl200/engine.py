"""Readings from the engine: reports on the OBD port and on the CAN bus, whose mask says which fields follow."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from fleet.protocols import limits
from fleet.protocols.attributes import DOOR, ENGINE_HOURS_S, FUEL_L, FUEL_PCT, ODOMETER_M, RPM, VIN
from fleet.protocols.digits import hexadecimal, number, whole
from fleet.protocols.gl200.found import Found

Fields = Sequence[str]
Keep = Callable[[str, Found], None]
_MASK: Final = re.compile(r"[0-9A-Fa-f]{6,8}")
_VIN: Final = re.compile(r"[A-Za-z0-9]{17}")
_MOST: Final = 1e9


def _reading(name: str, factor: float = 1.0) -> Keep:
    def keep(text: str, found: Found) -> None:
        value = number(text)
        found.keep(name, None if value is None or abs(value) > _MOST else round(value * factor, 3))

    return keep


def _vin(text: str, found: Found) -> None:
    found.keep(VIN, text if _VIN.fullmatch(text) else None)


def _key(text: str, found: Found) -> None:
    """0: ignition off, 1: on, 2: the engine runs."""
    value = whole(text)
    if value in (0, 1, 2):
        found.ignition = value > 0


def _distance(text: str, found: Found) -> None:
    """H: in hectometres. Counts of impulses say nothing about metres."""
    if text.startswith("H"):
        _reading(ODOMETER_M, 100.0)(text[1:], found)


def _tank(text: str, found: Found) -> None:
    """P: percent, L: litres."""
    value = number(text[1:])
    if text.startswith("P"):
        found.keep(FUEL_PCT, limits.percent(value))
    elif text.startswith("L"):
        _reading(FUEL_L)(text[1:], found)


def _doors(text: str, found: Found) -> None:
    value = hexadecimal(text)
    found.keep(DOOR, None if value is None else value != 0)


def _millivolts(text: str, found: Found) -> None:
    found.keep_millivolts("obd_v", text)


def _trouble_codes(text: str, found: Found) -> None:
    found.keep("trouble_codes", text[:200])


CAN: Final[Mapping[int, Keep]] = {
    0: _vin,
    1: _key,
    2: _distance,
    3: _reading("fuel_used_l"),
    4: _reading(RPM),
    5: _reading("engine_speed_kmh"),
    6: _reading("coolant_c"),
    8: _tank,
    9: _reading("range_m", 100.0),
    10: _reading("throttle_pct"),
    11: _reading(ENGINE_HOURS_S, 3600.0),
    19: _doors,
}
"""Bit of the CAN mask -> what keeps its field. Bits without a line here have a field all the same."""

OBD: Final[Mapping[int, Keep]] = {
    0: _vin,
    2: _millivolts,
    4: _reading(RPM),
    5: _reading("engine_speed_kmh"),
    6: _reading("coolant_c"),
    11: _reading("trouble_count"),
    12: _trouble_codes,
    13: _reading("throttle_pct"),
    14: _reading("engine_load_pct"),
    15: _reading(FUEL_PCT),
    19: _reading(ODOMETER_M, 1000.0),
}
"""Bit of the OBD mask -> what keeps its field."""

_BITS: Final = 22  # above, bits bring groups of fields: more masks, the position, the radio cell


def read_engine(table: Mapping[int, Keep], fields: Fields, found: Found) -> None:
    """``fields``: name, two fields, mask, and a field for each bit of it that is set, in order."""
    at = next((at for at in range(2, min(5, len(fields))) if _MASK.fullmatch(fields[at])), None)
    if at is None:
        return
    mask = int(fields[at], 16)
    for bit in range(_BITS):
        if not mask >> bit & 1:
            continue
        at += 1
        if at >= len(fields):
            return
        if bit in table:
            table[bit](fields[at], found)
