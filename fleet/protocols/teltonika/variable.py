"""IO elements longer than a number: vehicle identification, Bluetooth beacons."""

from collections.abc import Callable
from struct import Struct
from typing import Final

from fleet.protocols.attributes import VIN
from fleet.protocols.fix import Attribute
from fleet.protocols.teltonika import elements

_HEAD: Final = Struct(">HH")
_SIXTEEN: Final = Struct(">B16s")
ReadMore = Callable[[bytes, int, int, dict[str, Attribute]], int]
_MAX_BYTES: Final = 250
_RSSI, _IDENTITY, _BATTERY = 0x00, 0x01, 0x02


class CountLies(ValueError):
    """The bytes hold fewer or more records than is said."""


def read_variable(data: bytes, at: int, count: int, found: dict[str, Attribute]) -> int:
    """Put ``count`` elements from ``at`` into ``found``; returns where they end.

    Raises CountLies or struct.error past the data.
    """
    for _ in range(count):
        number, length = _HEAD.unpack_from(data, at)
        at += 4 + length
        if at > len(data):
            raise CountLies
        value = data[at - length : at]
        if number == elements.BEACONS:
            _beacons(value, found)
        elif number == elements.VIN:
            found[VIN] = text_or_hex(value)
        elif value:
            found[f"io_{number}"] = text_or_hex(value)
    return at


def read_sixteen(data: bytes, at: int, count: int, found: dict[str, Attribute]) -> int:
    """As ``read_variable``, for values of sixteen bytes."""
    for _ in range(count):
        number, value = _SIXTEEN.unpack_from(data, at)
        at += _SIXTEEN.size
        found[f"io_{number}"] = text_or_hex(value)
    return at


def text_or_hex(value: bytes) -> str:
    """The text that the bytes are, or else their hexadecimal digits; a beginning that a column can hold."""
    text = value.rstrip(b"\0\r\n").decode("ascii", "replace")
    return text[: 2 * _MAX_BYTES] if text.isascii() and text.isprintable() and text else value[:_MAX_BYTES].hex()


def _beacons(value: bytes, found: dict[str, Attribute]) -> None:
    """Beacons after a byte of version: length, then parts of (type, length, value)."""
    at, index = 1, 1
    while at < len(value):
        end = at + 1 + value[at]
        _beacon(value[at + 1 : end], f"tag_{index}", found)
        at, index = end, index + 1


def _beacon(parts: bytes, name: str, found: dict[str, Attribute]) -> None:
    at = 0
    while at + 2 <= len(parts):
        kind, part = parts[at], parts[at + 2 : at + 2 + parts[at + 1]]
        at += 2 + parts[at + 1]
        if kind == _RSSI and len(part) == 1:
            found[f"{name}_rssi_dbm"] = part[0] - 256 if part[0] > 127 else part[0]
        elif kind == _IDENTITY and part:
            found[f"{name}_id"] = part.hex()
        elif kind == _BATTERY and len(part) == 2 and part[0] & 0x80:
            found[f"{name}_battery_mv"] = 2000 + part[1] * 10  # in steps of 10 mV above 2 V
