"""From a Queclink frame to messages and the acknowledgement."""

import re
from datetime import datetime
from typing import Final

from fleet.protocols.fix import Message, Rejected
from fleet.protocols.gl200.binary import decode_binary
from fleet.protocols.gl200.frames import TEXT_HEADS, begins, cut
from fleet.protocols.gl200.report import Report, read_report
from fleet.protocols.gl200.text import decode_report
from fleet.protocols.rejection import RejectionReason, reason
from fleet.protocols.stream import Decoded, Session

_HEARTBEAT: Final = "HBD"
_IMEI: Final = re.compile(r"[0-9]{15}")


def decode(frame: bytes, session: Session, arrival: datetime) -> Decoded:
    """See ``StreamProtocol``."""
    if not frame.strip(b"\r\n\x00 "):
        return Decoded()
    if not begins(frame, 0):
        return Decoded((Rejected(reason(RejectionReason.NO_FRAME, len(frame)), session.identity),))
    if not frame.startswith(TEXT_HEADS):
        return _with_identity(decode_binary(frame, session.identity, arrival), session)
    report = read_report(frame.decode("latin-1").strip("\r\n\x00 ").removesuffix("$"))
    if report is None:
        return Decoded((Rejected(reason(RejectionReason.FRAME_TOO_SHORT, len(frame)), session.identity),))
    if _IMEI.fullmatch(report.version):  # devices of 2009, whose fields are in another order
        return Decoded((Rejected(reason(RejectionReason.UNKNOWN_TYPE, report.kind), report.version),))
    identity = "".join(report.identity.split()) or session.identity
    if not identity:
        return Decoded((Rejected(reason(RejectionReason.NO_IDENTITY)),))
    return _with_identity(decode_report(report, identity, arrival), session, _answer(report))


def datagram(data: bytes, session: Session, arrival: datetime) -> Decoded:
    """All frames of one datagram."""
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


def _with_identity(messages: list[Message], session: Session, answer: bytes = b"") -> Decoded:
    for message in messages:
        if message.identity:
            session.identity = message.identity
    return Decoded(messages, answer)


def _answer(report: Report) -> bytes:
    """``+SACK`` with the count of what was received; other confirmations than heartbeats need none."""
    if not report.count or not report.version.isalnum() or not report.version.isascii():
        return b""
    if report.word == "ACK":
        return f"+SACK:GT{_HEARTBEAT},{report.version},{report.count}$".encode() if report.kind == _HEARTBEAT else b""
    return f"+SACK:{report.count}$".encode()
