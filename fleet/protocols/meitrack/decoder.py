"""From a frame to messages, by its command."""

import re
from datetime import datetime
from typing import Final

from fleet.protocols.fix import Attribute, Heartbeat, Rejected
from fleet.protocols.meitrack.binary import read_ccc, read_cce
from fleet.protocols.meitrack.frames import checksum, cut
from fleet.protocols.meitrack.parameters import printable
from fleet.protocols.meitrack.sentence import read_sentence
from fleet.protocols.rejection import RejectionReason, reason
from fleet.protocols.stream import Decoded, Session

NAME: Final = "meitrack"
PORT: Final = 5020
_FRAME: Final = re.compile(rb"\s*\$\$(.)\d{1,4},(\d{1,20}),([0-9A-Z]{3})(.*)\*[0-9A-Fa-f]{2}\s*\Z", re.DOTALL)
_RESULT_LENGTH: Final = 200
_BUFFERED: Final = "AFF"
_SENTENCES: Final = ("AAA", _BUFFERED)


def decode(frame: bytes, session: Session, arrival: datetime) -> Decoded:
    """Records of any form; every other command is a sign of life with what the tracker said."""
    if not frame.strip():
        return Decoded()
    parts = _FRAME.match(frame)
    if parts is None:
        return Decoded(
            [Rejected(reason(RejectionReason.UNREADABLE_FIELD, "frame", repr(frame[:24])), session.identity)]
        )
    flag, imei, command, body = parts[1], parts[2].decode(), parts[3].decode(), parts[4]
    session.identity = imei
    if command == "CCC":
        messages = read_ccc(body[1:], imei)
        return Decoded(messages, answer(flag, imei, f"CCC,{len(messages)}"))
    if command == "CCE":
        return Decoded(read_cce(body[1:], imei))
    text = printable(body)
    if command in _SENTENCES:
        # A buffered record has its number in the buffer before its event.
        return Decoded([read_sentence(text.split(",")[2 if command == _BUFFERED else 1 :], imei)])
    found: dict[str, Attribute] = {"result": (command + text)[:_RESULT_LENGTH]}
    return Decoded([Heartbeat(imei, attributes=found)])


def datagram(frame: bytes, session: Session, arrival: datetime) -> Decoded:
    """One frame in a datagram, whose sum is looked at as in a stream."""
    head = cut(frame)
    if head is None or (head.fault is None and frame[head.size :].strip()):
        return Decoded([Rejected(reason(RejectionReason.NO_FRAME, len(frame)))])
    if head.fault is not None:
        return Decoded([Rejected(head.fault)])
    return decode(frame, session, arrival)


def answer(flag: bytes, imei: str, content: str) -> bytes:
    """A sentence of the server; its length counts from the first comma to the end of the line."""
    rest = f",{imei},{content}*".encode()
    head = b"@@" + flag + str(len(rest) + 4).encode() + rest
    return head + b"%02X\r\n" % checksum(head)
