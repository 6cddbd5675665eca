"""GT06 of Concox and its many kin: the trackers that most vehicles of small fleets carry."""

from typing import Final

from fleet.protocols.gt06.decoder import decode
from fleet.protocols.gt06.frames import MAX_FRAME, cut
from fleet.protocols.stream import StreamProtocol

PROTOCOL: Final = StreamProtocol(name="gt06", port=5023, encoding="hex", cut=cut, decode=decode, max_frame=MAX_FRAME)

__all__ = ["PROTOCOL"]
