"""Trackers of Teltonika over TCP and UDP: Codec 8, 8 Extended and 16, the text of 12 to 14, and the older 7."""

from fleet.protocols.stream import StreamProtocol
from fleet.protocols.teltonika.decoder import NAME, PORT, datagram, decode
from fleet.protocols.teltonika.frames import MAX_FRAME, cut

PROTOCOL = StreamProtocol(
    name=NAME, port=PORT, encoding="hex", cut=cut, decode=decode, datagram=datagram, max_frame=MAX_FRAME
)

__all__ = ["PROTOCOL"]
