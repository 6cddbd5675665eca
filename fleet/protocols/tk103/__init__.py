"""TK103 and the trackers that speak in the same brackets."""

from typing import Final

from fleet.protocols.stream import StreamProtocol
from fleet.protocols.tk103.decoder import datagram, decode
from fleet.protocols.tk103.frames import MAX_FRAME, cut

PROTOCOL: Final = StreamProtocol(
    name="tk103", port=5002, encoding="text", cut=cut, decode=decode, datagram=datagram, max_frame=MAX_FRAME
)

__all__ = ["PROTOCOL"]
