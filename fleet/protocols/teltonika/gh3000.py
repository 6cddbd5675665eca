"""Codec 7: the short records of the GH3000 family, which leave out what did not change.

Source: Teltonika GH3000 protocol description. Time is seconds since 2007, coordinates are floats.
"""

import math
from datetime import UTC, datetime, timedelta
from struct import Struct, error
from typing import Any, Final

from fleet.protocols import limits
from fleet.protocols.attributes import CELL, LAC, RSSI, SATELLITES
from fleet.protocols.fix import Attribute, Fix, Heartbeat, Message
from fleet.protocols.teltonika.variable import CountLies

CODEC: Final = 0x07
_EPOCH: Final = datetime(2007, 1, 1, tzinfo=UTC)
_TIME: Final = 0x3FFFFFFF
"""The two bits above are the priority."""
_PLACE: Final = Struct(">ff")
_PARTS: Final = tuple(Struct(f">{form}") for form in ("h", "B", "B", "B", "HH", "B", "I"))
"""By bit of the mask, from bit 1: altitude, course, speed, satellites, cell, signal, operator."""
_VALUES: Final = {1: Struct(">BB"), 2: Struct(">BH"), 3: Struct(">BI")}
"""By bit of the record's mask: id and value of one element."""
Parts = list[tuple[Any, ...] | None]


def read_records(data: bytes, at: int, count: int, identity: str) -> tuple[list[Message], int]:
    """``count`` records from ``at``, and where they end. Raises CountLies when there are fewer."""
    messages = []
    try:
        for _ in range(count):
            message, at = _record(data, at, identity)
            messages.append(message)
    except (error, IndexError):
        raise CountLies from None
    return messages, at


def _record(data: bytes, at: int, identity: str) -> tuple[Message, int]:
    time = _EPOCH + timedelta(seconds=int.from_bytes(data[at : at + 4], "big") & _TIME)
    mask, at = data[at + 4], at + 5
    place, parts = None, Parts([None] * len(_PARTS))
    if mask & 1:
        place, parts, at = _location(data, at)
    found: dict[str, Attribute] = {}
    for bit, pair in _VALUES.items():
        if mask >> bit & 1:
            elements, at = data[at], at + 1
            for _ in range(elements):
                number, value = pair.unpack_from(data, at)
                found[f"io_{number}"] = value
                at += pair.size
    return _message(identity, time, place, parts, found), at


def _location(data: bytes, at: int) -> tuple[tuple[float, float] | None, Parts, int]:
    mask, at = data[at], at + 1
    place = None
    if mask & 1:
        place = _PLACE.unpack_from(data, at)
        at += _PLACE.size
    parts = Parts()
    for bit, form in enumerate(_PARTS, start=1):
        if mask >> bit & 1:
            parts.append(form.unpack_from(data, at))
            at += form.size
        else:
            parts.append(None)
    return place, parts, at


def _message(
    identity: str, time: datetime, place: tuple[float, float] | None, parts: Parts, found: dict[str, Attribute]
) -> Message:
    altitude, course, speed, satellites, cell, signal, operator = parts
    for name, part in ((SATELLITES, satellites), (RSSI, signal), ("operator", operator)):
        if part is not None:
            found[name] = part[0]
    if cell is not None:
        found[LAC], found[CELL] = cell
    if place is None or not all(map(math.isfinite, place)):
        return Heartbeat(identity, time, attributes=found)
    lat, lon = place
    return Fix(
        identity,
        lon,
        lat,
        time,
        valid=(lat != 0 or lon != 0) and (satellites is None or satellites[0] > 0),
        speed_mps=None if speed is None else speed[0] / 3.6,
        course_deg=None if course is None else course[0] * 360 / 256,
        altitude_m=None if altitude is None else limits.altitude(altitude[0]),
        attributes=found,
    )
