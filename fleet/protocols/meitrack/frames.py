"""Where a frame ends: ``$$``, a flag, a length that counts from the first comma to the line's end, and a sum."""

import re
from typing import Final

from fleet.protocols.rejection import RejectionReason, reason
from fleet.protocols.stream import Cut

MAX_FRAME: Final = 4096
_START: Final = b"$$"
_HEAD: Final = re.compile(rb"\$\$[\x21-\x7e](\d{1,4}),", re.DOTALL)
_LONGEST_HEAD: Final = 8
_TAIL: Final = re.compile(rb"\*([0-9A-Fa-f]{2})\r\n\Z")
_SHORTEST: Final = 6
"""A comma, and what stands behind the last byte of content."""
_BETWEEN: Final = b"\r\n \0"


def cut(buffer: bytes | bytearray) -> Cut | None:
    """See ``StreamProtocol``."""
    size = len(buffer)
    if not size:
        return None
    blank = size - len(buffer.lstrip(_BETWEEN))
    if blank:
        return Cut(blank)
    head = _HEAD.match(buffer)
    if head is None:
        return None if size < _LONGEST_HEAD and _may_begin(buffer) else _garbage(buffer)
    end = head.end() - 1 + int(head[1])
    if end > MAX_FRAME:
        return _garbage(buffer, RejectionReason.FRAME_TOO_LONG, end)
    if end < head.end() + _SHORTEST:
        return _garbage(buffer, RejectionReason.FRAME_TOO_SHORT, end)
    return _whole(buffer, end) if size >= end else None


def _whole(buffer: bytes | bytearray, end: int) -> Cut:
    tail = _TAIL.search(buffer, end - 5, end)
    if tail is None:
        return _garbage(buffer)
    given, computed = int(tail[1], 16), checksum(buffer[: end - 4])
    if given != computed:
        return Cut(end, reason(RejectionReason.BAD_CHECKSUM, f"{given:02X}", f"{computed:02X}"))
    return Cut(end)


def checksum(upto_star: bytes | bytearray) -> int:
    """The sum of all bytes up to the star and with it, the lowest eight bits."""
    return sum(upto_star) & 0xFF


def _may_begin(buffer: bytes | bytearray) -> bool:
    return buffer[:2] == _START[: len(buffer)] and buffer[3:].isdigit() | (len(buffer) <= 3)


def _garbage(
    buffer: bytes | bytearray, why: RejectionReason = RejectionReason.NO_FRAME, about: int | None = None
) -> Cut:
    following = buffer.find(_START, 1)
    if following < 0:
        following = len(buffer) - 1 if len(buffer) > 1 and buffer[-1:] == b"$" else len(buffer)
    return Cut(following, reason(why, following if about is None else about))
