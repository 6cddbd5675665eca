"""Sensors on a wire or by radio, in extended reports (ERI) behind the status, and in reports of one accessory (BAA)."""

import re
from collections.abc import Sequence
from typing import Final

from fleet.protocols.attributes import TEMPERATURE_C
from fleet.protocols.digits import hexadecimal, number, whole
from fleet.protocols.gl200.found import Found

Fields = Sequence[str]
_ONE_WIRE: Final = 1
_RADIO: Final = 8
_MOST: Final = 16
_MASK: Final = re.compile(r"[0-9A-Fa-f]{4}")
_WORD: Final = re.compile(r"[0-9A-Fa-f]{4}")
_ONE_WIRE_STEP: Final = 16  # counts a degree
_ACCESSORY: Final = (
    ("accessory_name", None),
    ("accessory_id", None),
    ("accessory_state", None),
    ("accessory_v", 0.001),
    (TEMPERATURE_C, 1.0),
    ("humidity_pct", 1.0),
)
"""Bit of an accessory's mask -> the attribute and the factor of its number; text where there is none."""


def read_sensors(mask: int, behind: Fields, found: Found) -> None:
    """``behind``: the kind of the serial port, how many sensors, and their fields; ``mask``: of the report."""
    if len(behind) < 2:
        return
    count = whole(behind[1])
    if count is None or not 1 <= count <= _MOST:
        return
    if mask >> _ONE_WIRE & 1:
        _one_wire(behind[2:], count, found)
    elif mask >> _RADIO & 1:
        _radio(behind[2:], count, found)


def read_accessory(fields: Fields, found: Found, order: int = 1) -> None:
    """``fields``: the mask of four digits, then a field for each bit that is set; plain names for the first sensor."""
    if not fields or not _MASK.fullmatch(fields[0]):
        return
    mask, at = int(fields[0], 16), 1
    for bit, (name, factor) in enumerate(_ACCESSORY):
        if not mask >> bit & 1:
            continue
        if at < len(fields):
            _keep(name if order == 1 else f"{name}_{order}", fields[at], factor, found)
        at += 1


def _one_wire(fields: Fields, count: int, found: Found) -> None:
    """Three fields a sensor: identity, kind, and the count of sixteenths of a degree with a sign."""
    for order in range(1, count + 1):
        data = fields[3 * order - 1] if 3 * order - 1 < len(fields) else ""
        if _WORD.fullmatch(data):
            value = int(data, 16)
            signed = value - 0x10000 if value & 0x8000 else value
            found.keep(TEMPERATURE_C if order == 1 else f"{TEMPERATURE_C}_{order}", signed / _ONE_WIRE_STEP)


def _radio(fields: Fields, count: int, found: Found) -> None:
    """Index, kind, model, one or two fields of raw data, and the mask with what it brings."""
    at = 0
    for order in range(1, count + 1):
        starts = [at + skip for skip in (4, 5) if at + skip < len(fields) and _MASK.fullmatch(fields[at + skip])]
        if not starts:
            return
        read_accessory(fields[starts[0] :], found, order)
        at = starts[0] + 1 + (hexadecimal(fields[starts[0]]) or 0).bit_count()


def _keep(name: str, text: str, factor: float | None, found: Found) -> None:
    if factor is None:
        found.keep(name, text[:60])
        return
    value = number(text)
    found.keep(name, None if value is None or abs(value) > 100_000 else round(value * factor, 3))
