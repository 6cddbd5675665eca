"""Every protocol by its name: how bytes kept in quarantine are decoded again."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from fleet.protocols import osmand, owntracks
from fleet.protocols.fix import Message, Rejected
from fleet.protocols.osmand.request import NotARequest
from fleet.protocols.owntracks.post import NotAPost
from fleet.protocols.rejection import RejectionReason, reason
from fleet.protocols.stream import Session, StreamProtocol
from fleet.protocols.streams import STREAMS

DecodeAgain = Callable[[bytes], list[Message]]


def _osmand(raw: bytes) -> list[Message]:
    try:
        return osmand.decode(osmand.Request.from_bytes(raw))
    except NotARequest:
        return [Rejected(reason(RejectionReason.NOT_A_REQUEST, len(raw)))]


def _owntracks(raw: bytes) -> list[Message]:
    try:
        return owntracks.decode(owntracks.Post.from_bytes(raw))
    except NotAPost:
        return [Rejected(reason(RejectionReason.NOT_A_REQUEST, len(raw)))]


PROTOCOLS: Final[Mapping[str, DecodeAgain]] = {osmand.NAME: _osmand, owntracks.NAME: _owntracks}
"""The protocols of phones over HTTP: name -> how the bytes of a request are decoded."""


def decode_again(  # noqa: PLR0917 - a frame of the quarantine, column by column
    protocol: str, raw: bytes, identity: str, arrival: datetime, transport: str, session: Session | None = None
) -> list[Message]:
    """What bytes kept in quarantine say to the decoders of today; never raises, for some are kept as decoders failed.

    ``identity`` is what the connection was known by. ``session``: one for all frames of an identity, in their order, so
    that what its login told holds for them.
    """
    stream, request = STREAMS.get(protocol), PROTOCOLS.get(protocol)
    try:
        if stream is not None:
            return _stream(stream, raw, session or Session(identity=identity), arrival, transport)
        return (
            request(raw)
            if request is not None
            else [Rejected(reason(RejectionReason.UNKNOWN_TYPE, protocol), identity)]
        )
    except Exception as error:  # noqa: BLE001 - one bug in a protocol must not keep the others from being decoded
        return [Rejected(reason(RejectionReason.DECODER_FAULT, repr(error)), identity)]


def _stream(protocol: StreamProtocol, raw: bytes, session: Session, arrival: datetime, transport: str) -> list[Message]:
    if transport == "udp" and protocol.datagram is not None:
        return list(protocol.datagram(raw, session, arrival).messages)
    messages: list[Message] = []
    left = raw
    while left:
        head = protocol.cut(left)
        if head is None:
            messages.append(Rejected(reason(RejectionReason.NO_FRAME, len(left)), session.identity))
            break
        if head.fault is not None:
            messages.append(Rejected(head.fault, session.identity))
        else:
            messages += protocol.decode(left[: head.size], session, arrival).messages
        left = left[head.size :]
    return messages
