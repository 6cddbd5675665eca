"""Cutting a stream of CoT: events of XML one after another, with white space or nothing between them.

A client that speaks TAK's protobuf instead begins each message with 0xBF and its length; that is cut off as garbage
with a reason that says what to set. Source: https://github.com/deptofdefense/AndroidTacticalAssaultKit-CIV
(commoncommo/core/impl/protobuf/protocol.txt).
"""

import re
from typing import Final

from fleet.protocols.rejection import RejectionReason, reason
from fleet.protocols.stream import Cut

MAX_FRAME: Final = 64 * 1024
END: Final = b"</event>"
PROTOBUF: Final = 0xBF
_STARTS: Final = (b"<event", b"<?xml")
_NEXT_START: Final = re.compile(rb"<(?:event|\?xml|(?:e|ev|eve|even|\?|\?x|\?xm)?\Z)")
"""At the very end of the buffer, the beginning of one is enough."""
_BLANK: Final = b" \t\r\n\x00"
_MARK: Final = b"\xef\xbb\xbf"
"""What some clients put at the beginning of a text."""


def cut(buffer: bytes | bytearray) -> Cut | None:
    """The next event, white space, or what is neither; see ``StreamProtocol.cut``."""
    rest = buffer.lstrip(_BLANK)
    if blanks := len(buffer) - len(rest):
        return Cut(blanks)
    if not rest:
        return None
    if rest.startswith(_MARK):
        return Cut(len(_MARK))
    if rest[0] == PROTOBUF:
        return _protobuf(buffer)
    if not _may_start(buffer):
        return _garbage(buffer)
    end = buffer.find(END, 0, MAX_FRAME)
    if end >= 0:
        return Cut(end + len(END))
    return Cut(len(buffer), reason(RejectionReason.FRAME_TOO_LONG, len(buffer))) if len(buffer) >= MAX_FRAME else None


def _may_start(buffer: bytes | bytearray) -> bool:
    return any(start.startswith(bytes(buffer[: len(start)])) for start in _STARTS)


def _garbage(buffer: bytes | bytearray) -> Cut:
    """Everything before the next thing that may become an event."""
    following = _NEXT_START.search(buffer, 1)
    size = following.start() if following else len(buffer)
    return Cut(size, reason(RejectionReason.NO_FRAME, size))


def _protobuf(buffer: bytes | bytearray) -> Cut | None:
    length, at = 0, 1
    while True:
        if at >= len(buffer):
            return None
        length |= (buffer[at] & 0x7F) << (7 * (at - 1))
        at += 1
        if not buffer[at - 1] & 0x80:
            break
        if at > 4:
            return Cut(at, reason(RejectionReason.PROTOBUF))
    size = at + length
    if size > MAX_FRAME - 1:
        return Cut(len(buffer), reason(RejectionReason.PROTOBUF))
    return Cut(size, reason(RejectionReason.PROTOBUF)) if size <= len(buffer) else None
