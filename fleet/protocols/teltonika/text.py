"""Codec 12, 13 and 14: answers to commands, and what a device at the serial port says, carried as text or bytes.

Source: https://wiki.teltonika-gps.com/view/Codec.
"""

from datetime import UTC, datetime
from typing import Final

from fleet.protocols.attributes import DRIVER
from fleet.protocols.fix import Attribute, Heartbeat, Message, Rejected
from fleet.protocols.rejection import RejectionReason, reason
from fleet.protocols.teltonika.variable import text_or_hex

CODECS: Final = frozenset({0x0C, 0x0D, 0x0E})
RESULT: Final = "result"
_TIMED: Final = 0x0D
_NAMED: Final = 0x0E
_PICTURE: Final = 0x0D
_HEAD: Final = 7
_DRIVER_SENTENCE: Final = "GTSL|"


def read_text(body: bytes, identity: str) -> list[Message]:
    """What codec, count, type, length, content and count say; parts of pictures say nothing."""
    codec = body[0]
    kind, length = body[2:3], int.from_bytes(body[3:_HEAD], "big")
    content = body[_HEAD:-1]
    if length != len(content):
        return [Rejected(reason(RejectionReason.COUNT_MISMATCH, length, len(content)), identity)]
    if kind == bytes((_PICTURE,)):
        return []
    time = None
    if codec == _TIMED and len(content) >= 4:
        time = _time(int.from_bytes(content[:4], "big"))
        content = content[4:]
    elif codec == _NAMED:
        content = content[8:]
    return [Heartbeat(identity, time, attributes=_attributes(content))]


def _time(seconds: int) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def _attributes(content: bytes) -> dict[str, Attribute]:
    said = text_or_hex(content)
    found: dict[str, Attribute] = {RESULT: said} if said else {}
    fields = said.split("|")
    if said.startswith(_DRIVER_SENTENCE) and len(fields) > 4 and fields[4]:
        found[DRIVER] = fields[4]
    return found
