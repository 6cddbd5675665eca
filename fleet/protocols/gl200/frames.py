"""Where Queclink frames begin and end: text up to ``$``, two binary forms that carry their length."""

import re
from typing import Final

from fleet.protocols.rejection import RejectionReason, reason
from fleet.protocols.stream import Cut

MAX_FRAME: Final = 8192
TEXT_HEADS: Final = (b"+RESP:", b"+BUFF:", b"+ACK:")
BINARY_HEADS: Final = (b"+RSP", b"+BSP", b"+EVT", b"+BVT", b"+INF", b"+BNF")
COMPACT_CLASSES: Final = 0x20
"""The compact form begins with ``+`` and a class below this number, where the others have a letter."""
SHORTEST: Final = 24
_MAX_COMPACT: Final = 1024
_BINARY_END: Final = b"\r\n"
_BLANK: Final = re.compile(rb"[\r\n\x00 ]+")
_TEXT_HEAD: Final = re.compile(rb"\+(?:RESP|BUFF|ACK):")
_TEXT_END: Final = re.compile(rb"[$\x00]")


def cut(buffer: bytes | bytearray) -> Cut | None:
    """See ``StreamProtocol``."""
    if not buffer:
        return None
    blank = _BLANK.match(buffer)
    if blank is not None:
        return Cut(blank.end())
    if not begins(buffer, 0):
        return _garbage(buffer)
    if len(buffer) < 2:
        return None
    if buffer[1] < COMPACT_CLASSES:
        return _measured(buffer, 2, b"$", _MAX_COMPACT)
    head = bytes(buffer[:6])
    if head[:4] in BINARY_HEADS:
        return _measured(buffer, 9, _BINARY_END, MAX_FRAME)
    return _text(buffer) if head.startswith(TEXT_HEADS) else None


def begins(buffer: bytes | bytearray, at: int) -> bool:
    """Whether a frame may begin there, as far as the bytes go."""
    start = bytes(buffer[at : at + 6])
    if start[:1] != b"+":
        return False
    if len(start) == 1 or start[1] < COMPACT_CLASSES:
        return True
    return any(head.startswith(start[: len(head)]) for head in (*TEXT_HEADS, *BINARY_HEADS))


def _text(buffer: bytes | bytearray) -> Cut | None:
    end = _TEXT_END.search(buffer, 0, MAX_FRAME)
    following = _TEXT_HEAD.search(buffer, 1, end.start() if end else len(buffer))
    if following is not None:  # the end of this one was lost
        return Cut(following.start(), reason(RejectionReason.NO_FRAME, following.start()))
    if end is not None:
        return Cut(end.end())
    return None if len(buffer) < MAX_FRAME else Cut(len(buffer), reason(RejectionReason.FRAME_TOO_LONG, len(buffer)))


def _measured(buffer: bytes | bytearray, at: int, end: bytes, most: int) -> Cut | None:
    """A frame whose two bytes ``at`` tell its length, and that ends with ``end``; anything else is garbage."""
    if len(buffer) < at + 2:
        return None
    size = int.from_bytes(buffer[at : at + 2])
    if not SHORTEST <= size < most:
        return _garbage(buffer)
    if len(buffer) < size:
        return None
    return Cut(size) if buffer[size - len(end) : size] == end else _garbage(buffer)


def _garbage(buffer: bytes | bytearray) -> Cut:
    at = buffer.find(b"+", 1)
    while at >= 0 and not begins(buffer, at):
        at = buffer.find(b"+", at + 1)
    size = at if at >= 0 else len(buffer)
    return Cut(size, reason(RejectionReason.NO_FRAME, size))
