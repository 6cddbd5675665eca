"""Every protocol of hardware trackers by its name: what listens, replays and decodes on a bench looks here."""

from collections.abc import Mapping
from typing import Final

from fleet.protocols import cot, gl200, gt06, h02, meitrack, teltonika, tk103
from fleet.protocols.stream import StreamProtocol

_ALL: Final[tuple[StreamProtocol, ...]] = (
    cot.PROTOCOL,
    gl200.PROTOCOL,
    gt06.PROTOCOL,
    h02.PROTOCOL,
    meitrack.PROTOCOL,
    teltonika.PROTOCOL,
    tk103.PROTOCOL,
)

STREAMS: Final[Mapping[str, StreamProtocol]] = {protocol.name: protocol for protocol in _ALL}
"""Name -> protocol."""
