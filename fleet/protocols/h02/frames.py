"""Where the frames of H02 begin and end.

``*`` with two letters up to ``#`` is text; ``$`` begins a BCD frame of 32 or 45 bytes, ``X`` one of 32. The length of a
BCD frame is written nowhere: it is 32 where the next frame, or nothing, follows, and 45 where more of it does. Of a
frame of 45 bytes that arrives cut exactly behind byte 32 the position is kept, and its rest is garbage.
"""

import re
from typing import Final

from fleet.protocols.rejection import RejectionReason, reason
from fleet.protocols.stream import Cut

MAX_FRAME: Final = 2048
SHORT: Final = 32
LONG: Final = 45
_BCD_END: Final = 16  # identity, time, date and latitude are digits alone
_MARKER: Final = re.compile(rb"[*$X]")
_TEXT_START: Final = re.compile(rb"\*[A-Za-z]{2},")
_LINE_END: Final = re.compile(rb"[\r\n]{1,2}")
_BLANK: Final = re.compile(rb"[\r\n\x00 ]+")


def cut(buffer: bytes | bytearray) -> Cut | None:
    """See ``StreamProtocol``."""
    if not buffer:
        return None
    blank = _BLANK.match(buffer)
    if blank is not None:
        return Cut(blank.end())
    if not begins(buffer, 0):
        return _garbage(buffer)
    return _text(buffer) if buffer[0] == ord("*") else _binary(buffer)


def begins(buffer: bytes | bytearray, at: int) -> bool:
    """Whether a frame may begin there, as far as the bytes go."""
    first = buffer[at]
    if first == ord("*"):
        head = bytes(buffer[at + 1 : at + 4])
        return head[:2].isalpha() == bool(head[:2]) and head[2:] in (b"", b",")
    if first in b"$X":
        return all(byte >> 4 <= 9 and byte & 15 <= 9 for byte in buffer[at + 1 : at + _BCD_END])
    return False


def _text(buffer: bytes | bytearray) -> Cut | None:
    end = buffer.find(b"#", 0, MAX_FRAME)
    following = _TEXT_START.search(buffer, 1, end if end >= 0 else len(buffer))
    if following is not None:  # the end of this one was lost
        return Cut(following.start(), reason(RejectionReason.NO_FRAME, following.start()))
    if end >= 0:
        return Cut(end + 1)
    return None if len(buffer) < MAX_FRAME else Cut(len(buffer), reason(RejectionReason.FRAME_TOO_LONG, len(buffer)))


def _binary(buffer: bytes | bytearray) -> Cut | None:
    size = len(buffer)
    if size < SHORT:
        return None
    if buffer[0] == ord("X") or _ends(buffer, SHORT):
        return Cut(SHORT)
    return Cut(LONG) if size >= LONG else None


def _ends(buffer: bytes | bytearray, at: int) -> bool:
    """Whether nothing, or the next frame, follows there; line ends may stand between."""
    line_end = _LINE_END.match(buffer, at)
    following = line_end.end() if line_end else at
    return following == len(buffer) or begins(buffer, following)


def _garbage(buffer: bytes | bytearray) -> Cut:
    for marker in _MARKER.finditer(buffer, 1):
        if begins(buffer, marker.start()):
            return Cut(marker.start(), reason(RejectionReason.NO_FRAME, marker.start()))
    return Cut(len(buffer), reason(RejectionReason.NO_FRAME, len(buffer)))
