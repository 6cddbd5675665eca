"""Frames on a bench: a line of text to what the decoders make of it, as plain data."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

from fleet.devices.reason_labels import in_words
from fleet.protocols import osmand
from fleet.protocols.described import described
from fleet.protocols.fix import Fix, Heartbeat, Message, Rejected
from fleet.protocols.registry import PROTOCOLS
from fleet.protocols.rejection import Reason, RejectionReason, reason
from fleet.protocols.stream import Session, StreamProtocol
from fleet.protocols.streams import STREAMS

MAX_LINE: Final = 200_000
"""Bytes of a line: more than twice the largest frame, in hex."""
_SHORTEST_HEX: Final = 16
"""Bytes from which digits are hex even where text is usual: an IMEI alone is shorter."""
_ENDS: Final = (b"", b"\r\n", b"$", b"#")


class Bench:
    """Decodes one line after another over one connection, or each over its own. Raises KeyError for no protocol."""

    def __init__(self, protocol: str, *, udp: bool = False, new_session: bool = False) -> None:
        self._stream = None if protocol in PROTOCOLS else STREAMS[protocol]
        self._protocol = protocol
        self._udp, self._new_session = udp, new_session
        self._session = Session()

    def line(self, line: bytes) -> dict[str, Any]:
        """What a line says; ``error`` instead, where it holds no frame at all. Never raises."""
        if len(line) > MAX_LINE:
            return {"error": f"a line of more than {MAX_LINE} bytes"}
        if not line.strip():
            return {"error": "an empty line"}
        if self._stream is None:
            return _report(_posted(self._protocol, line.strip()), b"", "")
        try:
            data = _bytes(self._stream, line)
        except ValueError as error:
            return {"error": str(error)}
        if self._new_session:
            self._session = Session()
        try:
            messages, answer = self._decoded(self._stream, data)
        except Exception as error:  # noqa: BLE001 - a bench is where such frames are brought to
            messages, answer = [Rejected(reason(RejectionReason.DECODER_FAULT, repr(error)))], b""
        return _report(messages, answer, self._session.identity)

    def _decoded(self, protocol: StreamProtocol, data: bytes) -> tuple[list[Message], bytes]:
        now = datetime.now(UTC)
        if self._udp and protocol.datagram is not None:
            decoded = protocol.datagram(data, self._session, now)
            return list(decoded.messages), decoded.answer
        messages, answer, left = list[Message](), b"", data
        while left:
            head = protocol.cut(left)
            if head is None:
                messages.append(Rejected(reason(RejectionReason.NO_FRAME, len(left)), self._session.identity))
                break
            if head.fault is not None:
                messages.append(Rejected(head.fault, self._session.identity))
            else:
                decoded = protocol.decode(left[: head.size], self._session, now)
                messages += decoded.messages
                answer += decoded.answer
            left = left[head.size :]
        return messages, answer


def _bytes(protocol: StreamProtocol, line: bytes) -> bytes:
    """The frame that is written down in a line, in hex or as text. Raises ValueError.

    Many trackers speak both, so each line is looked at by itself. Text may write its line ends as ``\\r\\n``, or leave
    out the sign that ends the frame.
    """
    try:
        data = bytes.fromhex(line.decode("ascii"))
    except ValueError as error:
        looks_like_text = line.isascii() and not line.strip()[:1].isalnum()
        if protocol.encoding != "text" and not looks_like_text:
            raise ValueError(f"not hexadecimal: {error}") from None
    else:
        if protocol.encoding != "text" or len(data) >= _SHORTEST_HEX:
            return data
    text = line.replace(b"\\r", b"\r").replace(b"\\n", b"\n")
    return next((text + end for end in _ENDS if protocol.cut(text + end) is not None), text)


def _posted(protocol: str, line: bytes) -> list[Message]:
    return osmand.decode(_request(line)) if protocol == osmand.NAME else PROTOCOLS[protocol](line)


def _request(line: bytes) -> osmand.Request:
    if line[:1] in (b"{", b"["):
        return osmand.Request("POST", b"", "application/json", line)
    return osmand.Request("GET", line.partition(b"?")[2] if b"?" in line else line)


def _report(messages: Iterable[Message], answer: bytes, identity: str) -> dict[str, Any]:
    fixes, heartbeats, rejected = list[Any](), list[Any](), list[Any]()
    for message in messages:
        if isinstance(message, Fix):
            fixes.append(described(message))
        elif isinstance(message, Heartbeat):
            heartbeats.append(described(message))
        else:
            rejected.append({**described(message), "words": _words(message.reason)})
        identity = identity or message.identity
    return {
        "identity": identity,
        "fixes": fixes,
        "heartbeats": heartbeats,
        "rejected": rejected,
        "answer": answer.hex(),
    }


def _words(why: Reason) -> str:
    return in_words(why.to_detail())
