"""H02 and its kin (Sinotrack ST-901, ST-906, TK905, watches): text and BCD frames in one stream."""

from typing import Final

from fleet.protocols.h02.decoder import datagram, decode
from fleet.protocols.h02.frames import MAX_FRAME, cut
from fleet.protocols.stream import StreamProtocol

PROTOCOL: Final = StreamProtocol("h02", 5013, "text", cut, decode, datagram, MAX_FRAME)

__all__ = ["PROTOCOL"]
