"""Cursor on Target in XML, as ATAK and other TAK clients speak it over TCP, TLS and UDP."""

from typing import Final

from fleet.protocols.cot.decoder import decode, decode_datagram
from fleet.protocols.cot.encoder import Unit, encode
from fleet.protocols.cot.frames import MAX_FRAME, cut
from fleet.protocols.stream import StreamProtocol

PROTOCOL: Final = StreamProtocol(
    name="cot", port=8087, encoding="text", cut=cut, decode=decode, datagram=decode_datagram, max_frame=MAX_FRAME
)

__all__ = ["PROTOCOL", "Unit", "encode"]
