"""Cutting a stream into frames: from ``(`` to ``)``, but for brackets inside the text that a device quotes in ``$``."""

from typing import Final

from fleet.protocols.rejection import RejectionReason, reason
from fleet.protocols.stream import Cut

MAX_FRAME: Final = 2048
_BLANK: Final = b" \t\r\n\0"
_QUOTE: Final = b",$"


def cut(buffer: bytes | bytearray) -> Cut | None:
    """The frame, the blanks or the garbage at the head of ``buffer``; None: not yet."""
    if not buffer:
        return None
    if buffer[:1] != b"(":
        blank = len(buffer) - len(buffer.lstrip(_BLANK))
        if blank:
            return Cut(blank)
        start = buffer.find(b"(")
        end = start if start > 0 else len(buffer)
        return Cut(end, reason(RejectionReason.NO_FRAME, end))
    end = _end(buffer)
    again = buffer.find(b"(", 1, end if end > 0 else None)
    if again > 0 and _QUOTE not in buffer[:again]:
        return Cut(again, reason(RejectionReason.NO_FRAME, again))
    if 0 < end <= MAX_FRAME:
        return Cut(end)
    if end < 0 and len(buffer) < MAX_FRAME:
        return None
    size = end if end > 0 else max(buffer.rfind(b"("), 0) or len(buffer)
    return Cut(size, reason(RejectionReason.FRAME_TOO_LONG, size))


def _end(buffer: bytes | bytearray) -> int:
    """Behind the closing bracket; -1: it has not come."""
    close = buffer.find(b")")
    if close < 0:
        return -1
    quote = buffer.find(_QUOTE, 0, close)
    if quote < 0:
        return close + 1
    ends = buffer.find(b"$", quote + 2)
    close = buffer.find(b")", ends) if ends > 0 else -1
    return close + 1 if close > 0 else -1
