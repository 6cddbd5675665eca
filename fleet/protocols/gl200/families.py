"""The families of Queclink devices, by the device type that begins the protocol version.

Devices of one family order the fields behind a position alike. A type that is not listed is told by the look of the
fields themselves.
"""

from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import Final


class Family(Enum):
    """How the fields behind a position are ordered."""

    VEHICLE = auto()
    """Kilometres, hours of the engine, analogue inputs, battery, status, more."""
    VEHICLE_ENGINE = auto()
    """As a vehicle; behind the status: revolutions, consumption, fuel."""
    VEHICLE_PINS = auto()
    """As a vehicle; digital inputs and outputs instead of battery and status."""
    ASSET = auto()
    """The battery comes last."""
    ASSET_SIGNAL = auto()
    """Signal, its errors, nothing, battery, movement."""
    ASSET_SENSOR = auto()
    """Nothing, battery, more."""


VEHICLES: Final = frozenset({Family.VEHICLE, Family.VEHICLE_ENGINE, Family.VEHICLE_PINS})

_TYPES: Final[Mapping[Family, str]] = {
    Family.VEHICLE: "06 08 0F 10 24 25 27 2D 2F 31 41 45 4B 50 5E 6E BD C2 DC DF F1 F8 802003 802004 802005 802006",
    Family.VEHICLE_ENGINE: "1F 36",
    Family.VEHICLE_PINS: "04 35",
    Family.ASSET: "02 07 11 1A 21 28 2C 30 40 42 44 F5",
    Family.ASSET_SIGNAL: "2E DE",
    Family.ASSET_SENSOR: "C3",
}
_FAMILIES: Final = {code: family for family, codes in _TYPES.items() for code in codes.split()}
_SHORT_VERSION: Final = 6


def family_of(version: str, head: Sequence[str]) -> Family:
    """The family of a protocol version; ``head``: the fields before the position, which tell unknown ones apart.

    Vehicles write report and kind as two digits in one field, the others in a field each.
    """
    code = version[:2] if len(version) <= _SHORT_VERSION else version[:6]
    known = _FAMILIES.get(code.upper())
    if known is not None:
        return known
    return Family.VEHICLE if len(head) > 1 and len(head[-2]) == 2 else Family.ASSET
