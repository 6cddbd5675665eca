"""From a frame to messages and the answer that lets the tracker forget its records."""

from collections.abc import Callable
from datetime import datetime
from struct import Struct, error
from typing import Final

from fleet.protocols.fix import Message, Rejected
from fleet.protocols.rejection import RejectionReason, reason
from fleet.protocols.stream import Decoded, Session
from fleet.protocols.teltonika import gh3000, records, text
from fleet.protocols.teltonika.frames import MAX_LOGIN, PING
from fleet.protocols.teltonika.variable import CountLies

NAME: Final = "teltonika"
PORT: Final = 5027
_ACCEPT: Final = b"\x01"
_REFUSE: Final = b"\x00"
_HEAD: Final = 8
_ENVELOPE: Final = Struct(">HHBBH")
_DATAGRAM_ANSWER: Final = Struct(">HHBBB")

Read = Callable[[bytes, int, int, str], tuple[list[Message], int]]
"""Bytes, where the records begin, how many are said, whose they are -> the records, and where they end."""

_READERS: Final[dict[int, tuple[Read, ...]]] = {
    gh3000.CODEC: (gh3000.read_records,),
    **{number: tuple(form.read for form in forms) for number, forms in records.CODECS.items()},
}


def decode(frame: bytes, session: Session, arrival: datetime) -> Decoded:
    """A login, a ping, or a packet. Records are answered with their number, as 32 bits."""
    if frame[:1] == bytes((PING,)):
        return Decoded()
    if frame[:2] not in (b"", b"\0", b"\0\0"):
        return _login(frame, session)
    body = frame[_HEAD : _HEAD + int.from_bytes(frame[4:_HEAD], "big")]
    if len(body) < 3:
        return Decoded([Rejected(reason(RejectionReason.FRAME_TOO_SHORT, len(frame)), session.identity)])
    if not session.identity:
        return Decoded([Rejected(reason(RejectionReason.NO_IDENTITY))], close=True)
    messages = read_body(body, session.identity)
    return Decoded(messages, b"" if body[0] in text.CODECS else body[1].to_bytes(4, "big"))


def datagram(frame: bytes, session: Session, arrival: datetime) -> Decoded:
    """A packet in the envelope of UDP, which names its sender; answered with both of its numbers."""
    try:
        length, packet, _, avl, size = _ENVELOPE.unpack_from(frame)
    except error:
        return Decoded([Rejected(reason(RejectionReason.FRAME_TOO_SHORT, len(frame)))])
    start = _ENVELOPE.size + size
    body = frame[start:]
    identity = _identity(frame[_ENVELOPE.size : start])
    if length != len(frame) - 2 or len(body) < 3:
        return Decoded([Rejected(reason(RejectionReason.COUNT_MISMATCH, length, len(frame) - 2), identity)])
    if not identity:
        return Decoded([Rejected(reason(RejectionReason.NO_IDENTITY))])
    session.identity = identity
    answer = b"" if body[0] in text.CODECS else _DATAGRAM_ANSWER.pack(5, packet, 1, avl, body[1])
    return Decoded(read_body(body, identity), answer)


def read_body(body: bytes, identity: str) -> list[Message]:
    """The records of codec, count, records, count; all of them or, where the counts lie, none."""
    codec, count = body[0], body[1]
    if codec in text.CODECS:
        return text.read_text(body, identity)
    readers = _READERS.get(codec)
    if readers is None:
        return [Rejected(reason(RejectionReason.UNKNOWN_TYPE, f"{codec:02X}"), identity)]
    if body[-1] == count:
        for read in readers:
            try:
                messages, end = read(body, 2, count, identity)
            except CountLies:
                continue  # the next form may fit
            if end == len(body) - 1:
                return messages
    return [Rejected(reason(RejectionReason.COUNT_MISMATCH, count, body[-1]), identity)]


def _login(frame: bytes, session: Session) -> Decoded:
    identity = _identity(frame[2:])
    if not identity:
        said = reason(RejectionReason.UNREADABLE_FIELD, "imei", frame[2:].decode("ascii", "replace"))
        return Decoded([Rejected(said)], _REFUSE, close=True)
    session.identity = identity
    return Decoded(answer=_ACCEPT)


def _identity(said: bytes) -> str:
    """The IMEI, which is digits; empty for anything else."""
    return said.decode("ascii") if said.isdigit() and len(said) <= MAX_LOGIN else ""
