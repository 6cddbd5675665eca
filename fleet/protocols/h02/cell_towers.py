"""The radio cell that a tracker of the H02 family names: in decimal or hexadecimal, and it does not say which."""

from collections.abc import Sequence
from typing import Final

from fleet.protocols.attributes import CELL, LAC, MCC, MNC
from fleet.protocols.digits import hexadecimal, put, whole
from fleet.protocols.fix import Attribute

_COUNTRIES: Final = range(200, 800)
_PADDED: Final = 6  # six digits with leading zeros are always hexadecimal


def read_cell(fields: Sequence[str]) -> dict[str, Attribute]:
    """Country, network, area, cell from the first four fields; empty where they are no such thing.

    The country decides: 310 is the United States as it stands, 106 can only be 0x106 = 262, Germany.
    """
    if len(fields) < 4:
        return {}
    country = fields[0].strip()
    decimal = whole(country) if len(country) <= 3 else None
    if decimal is not None and decimal in _COUNTRIES:
        values = [decimal, *(_either(one) for one in fields[1:4])]
    else:
        written = hexadecimal(country) if len(country) in (3, _PADDED) else None
        if written is None or written not in _COUNTRIES:
            return {}
        values = [written, *(hexadecimal(one) for one in fields[1:4])]
    cell: dict[str, Attribute] = {}
    for name, value in zip((MCC, MNC, LAC, CELL), values, strict=True):
        put(cell, name, value if value is not None and 0 <= value < 1 << 32 else None)
    return cell


def _either(text: str) -> int | None:
    value = whole(text)
    return hexadecimal(text) if value is None else value
