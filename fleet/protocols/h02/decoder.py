"""From a frame of H02 to messages and the answer that the tracker waits for."""

from datetime import datetime
from typing import Final

from fleet.protocols.digits import printable
from fleet.protocols.fix import Message, Rejected
from fleet.protocols.h02.binary import decode_binary
from fleet.protocols.h02.frames import begins, cut
from fleet.protocols.h02.text import decode_text
from fleet.protocols.rejection import RejectionReason, reason
from fleet.protocols.stream import Decoded, Session

MAX_FIELDS: Final = 300
ANSWERED: Final = frozenset({"V0", "V1", "V2", "V3", "V5", "V6", "V8", "VP1", "HTBT", "LINK", "NBR"})
"""Types that a tracker may repeat until they are answered. V4 is the tracker's own answer and never is."""


def decode(frame: bytes, session: Session, arrival: datetime) -> Decoded:
    """See ``StreamProtocol``."""
    stripped = frame.strip(b"\r\n\x00 ")
    if not stripped:
        return Decoded()
    if frame[:1] in (b"$", b"X"):
        message = decode_binary(frame, arrival)
        if message_identity := _identity_of(message):
            session.identity = message_identity
        return Decoded((message,))
    return _text(stripped, session, arrival)


def datagram(data: bytes, session: Session, arrival: datetime) -> Decoded:
    """All frames of one datagram; a lone BCD frame is taken at the length that it has."""
    if data[:1] in (b"$", b"X") and len(data) <= 64:
        return decode(data, session, arrival)
    messages, answer = list[Message](), b""
    while data:
        head = cut(data)
        size = len(data) if head is None else head.size
        if head is not None and head.fault is not None:
            decoded = Decoded((Rejected(head.fault, session.identity),))
        else:
            decoded = decode(data[:size], session, arrival)
        messages += decoded.messages
        answer += decoded.answer
        data = data[size:]
    return Decoded(messages, answer)


def _text(frame: bytes, session: Session, arrival: datetime) -> Decoded:
    if frame[:1] != b"*" or not begins(frame, 0):
        return Decoded((Rejected(reason(RejectionReason.NO_FRAME, len(frame)), session.identity),))
    maker, *fields = frame.decode("latin-1").removeprefix("*").removesuffix("#").split(",", MAX_FIELDS)
    identity = "".join(printable(fields[0], 64).split()) if fields else ""
    if identity:
        session.identity = identity
    if not session.identity:
        return Decoded((Rejected(reason(RejectionReason.NO_IDENTITY)),))
    if len(fields) < 2:
        return Decoded((Rejected(reason(RejectionReason.FRAME_TOO_SHORT, len(frame)), session.identity),))
    kind = fields[1].strip().upper()
    return Decoded(
        (decode_text(session.identity, kind, [field.strip() for field in fields[2:]], arrival),),
        _answer(maker, identity, kind, arrival),
    )


def _answer(maker: str, identity: str, kind: str, arrival: datetime) -> bytes:
    if kind not in ANSWERED or not identity.isascii():
        return b""
    return f"*{maker},{identity},V4,{kind},{arrival:%Y%m%d%H%M%S}#".encode()


def _identity_of(message: Message) -> str:
    return message.identity
