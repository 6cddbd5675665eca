"""Queclink trackers (GL, GV, GB, GMT, CV): the @Track protocol, ASCII and what is known of its binary form."""

from typing import Final

from fleet.protocols.gl200.decoder import datagram, decode
from fleet.protocols.gl200.frames import MAX_FRAME, cut
from fleet.protocols.stream import StreamProtocol

PROTOCOL: Final = StreamProtocol("gl200", 5004, "text", cut, decode, datagram, MAX_FRAME)

__all__ = ["PROTOCOL"]
