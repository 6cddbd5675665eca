"""Trackers of Meitrack: sentences of text, and the binary forms CCC and CCE, over TCP and UDP alike."""

from fleet.protocols.meitrack.decoder import NAME, PORT, datagram, decode
from fleet.protocols.meitrack.frames import MAX_FRAME, cut
from fleet.protocols.stream import StreamProtocol

PROTOCOL = StreamProtocol(
    name=NAME, port=PORT, encoding="hex", cut=cut, decode=decode, datagram=datagram, max_frame=MAX_FRAME
)

__all__ = ["PROTOCOL"]
