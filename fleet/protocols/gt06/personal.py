"""Frames of personal trackers that carry neither serial nor CRC: login, heartbeat, place, and wifi with cells."""

from datetime import UTC, datetime
from typing import Final

from fleet.protocols import attributes as names
from fleet.protocols.fix import Message
from fleet.protocols.gt06 import parts
from fleet.protocols.gt06.parts import Body
from fleet.protocols.gt06.record import Record, Unreadable

_DATE_AT: Final = 4
_DATE_SIZE: Final = 6


def answer(frame: bytes) -> bytes:
    """The answer to login and heartbeat names the type alone, the others' gives their time back."""
    kind = frame[3:4]
    if kind in (b"\x01", b"\x08"):
        return b"\x78\x78\x01" + kind + b"\r\n"
    return b"\x78\x78\x00" + kind + frame[_DATE_AT : _DATE_AT + _DATE_SIZE] + b"\r\n"


def place(frame: bytes, identity: str) -> Message:
    """Time and place as everywhere. Raises Unreadable and TooShort."""
    body, record = Body(frame[4:-2]), Record(identity)
    parts.time(body, record)
    parts.place(body, record)
    return record.message()


def wifi(frame: bytes, identity: str) -> Message:
    """BCD time, stations, network and cells. Raises Unreadable and TooShort."""
    body, record = Body(frame[4:-2]), Record(identity)
    digits = body.take(_DATE_SIZE).hex()
    try:
        record.time = datetime.strptime("20" + digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        raise Unreadable("time", digits) from None
    body.take(7 * frame[2])
    count = body.number(1)
    parts.network(body, record)
    if count and names.MCC in record.attributes:
        record.attributes[names.LAC], record.attributes[names.CELL] = body.number(2), body.number(2)
        record.attributes[names.RSSI] = body.number(1)
    return record.message()
