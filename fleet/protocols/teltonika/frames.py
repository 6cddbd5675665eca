"""Where a frame ends: a login, pings in a row, or a packet with its checksum."""

from typing import Final

from fleet.protocols.rejection import RejectionReason, reason
from fleet.protocols.stream import Cut
from fleet.protocols.teltonika.checksum import crc16, holds

MAX_FRAME: Final = 16_384
"""Trackers send up to 1280 bytes; newer ones, and pictures, more."""
PING: Final = 0xFF
_PINGS: Final = bytes((PING,))
MAX_LOGIN: Final = 32
_PREAMBLE: Final = bytes(4)
_HEAD: Final = 8
_TAIL: Final = 4
_SHORTEST: Final = 3
"""Codec and two counts."""


def cut(buffer: bytes | bytearray) -> Cut | None:
    """See ``StreamProtocol``. A tracker waits for the answer to what it sent: out of step, all there is is garbage."""
    size = len(buffer)
    if size >= _HEAD and buffer.startswith(_PREAMBLE):
        return _packet(buffer, size)
    if not size:
        return None
    if buffer[0] == PING:
        return Cut(size - len(buffer.lstrip(_PINGS)))
    login = int.from_bytes(buffer[:2], "big")
    if size == 1 and login == 0:
        return None
    if login:
        return _login(login, size)
    if any(buffer[2:4]):
        return Cut(size, reason(RejectionReason.NO_FRAME, size))
    return None


def _login(length: int, size: int) -> Cut | None:
    if length > MAX_LOGIN:
        return Cut(size, reason(RejectionReason.NO_FRAME, size))
    return Cut(2 + length) if size >= 2 + length else None


def _packet(buffer: bytes | bytearray, size: int) -> Cut | None:
    end = _HEAD + int.from_bytes(buffer[4:8], "big")
    if end - _HEAD < _SHORTEST:
        return Cut(size, reason(RejectionReason.FRAME_TOO_SHORT, end - _HEAD))
    whole = end + _TAIL
    if whole > MAX_FRAME:
        return Cut(size, reason(RejectionReason.FRAME_TOO_LONG, whole))
    if size < whole:
        return None
    given = int.from_bytes(buffer[end:whole], "big")
    body = buffer[_HEAD:end]
    if holds(body, given):
        return Cut(whole)
    return Cut(whole, reason(RejectionReason.BAD_CHECKSUM, f"{given:04X}", f"{crc16(body):04X}"))
