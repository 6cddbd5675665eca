"""The gateway's listeners as bits of an integer: over which of them a device is heard, and over which it may be."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple


class Listener(NamedTuple):
    """A protocol over a transport.

    ``proves_origin``: who sends there was authenticated by the transport (client certificate, account of the broker).
    ``takes_password``: a sender may give a password there, which the pipeline compares with that of the device.
    """

    protocol: str
    transport: str
    label: str
    proves_origin: bool = False
    takes_password: bool = False

    @property
    def name(self) -> str:
        """``gt06/tcp``, as forms send it."""
        return f"{self.protocol}/{self.transport}"


# The place in this tuple is the bit that is stored with devices: append only, never reorder or remove.
LISTENERS: Final = (
    Listener("osmand", "http", "Traccar Client, OsmAnd (HTTP)"),
    Listener("owntracks", "http", "OwnTracks (HTTP)", takes_password=True),
    Listener("owntracks", "mqtt", "OwnTracks (MQTT)", proves_origin=True),
    Listener("gt06", "tcp", "GT06 (TCP)"),
    Listener("teltonika", "tcp", "Teltonika (TCP)"),
    Listener("teltonika", "udp", "Teltonika (UDP)"),
    Listener("h02", "tcp", "H02 (TCP)"),
    Listener("h02", "udp", "H02 (UDP)"),
    Listener("tk103", "tcp", "TK103 (TCP)"),
    Listener("tk103", "udp", "TK103 (UDP)"),
    Listener("gl200", "tcp", "Queclink (TCP)"),
    Listener("gl200", "udp", "Queclink (UDP)"),
    Listener("meitrack", "tcp", "Meitrack (TCP)"),
    Listener("meitrack", "udp", "Meitrack (UDP)"),
    Listener("cot", "tcp", "TAK (TCP)"),
    Listener("cot", "udp", "TAK (UDP)"),
    Listener("cot", "tls", "TAK (TLS)", proves_origin=True),
)
ANY: Final = -1
"""The mask of a device that is not bound: every bit is set."""
FIRST_CONTACT: Final = 0
"""The mask of a device that is bound by its first contact: to what its state says it was heard over."""
BITS: Final[Mapping[tuple[str, str], int]] = {
    (one.protocol, one.transport): 1 << place for place, one in enumerate(LISTENERS)
}
"""(protocol, transport) -> bit."""
PROVES_ORIGIN: Final = sum(1 << place for place, one in enumerate(LISTENERS) if one.proves_origin)
TAKES_PASSWORD: Final = sum(1 << place for place, one in enumerate(LISTENERS) if one.takes_password)


def listeners_of(mask: int) -> list[Listener]:
    """The listeners whose bits are set."""
    return [one for place, one in enumerate(LISTENERS) if mask >> place & 1]


def mask_of(names: Iterable[str]) -> int:
    """The mask of listeners by name; names that there are not are passed over."""
    wanted = frozenset(names)
    return sum(1 << place for place, one in enumerate(LISTENERS) if one.name in wanted)


def mask_of_protocol(protocol: str) -> int:
    """Every listener of a protocol; 0 for one that has none."""
    return sum(1 << place for place, one in enumerate(LISTENERS) if one.protocol == protocol)


def effective_mask(mask: int, heard_over: int) -> int:
    """What a device may be heard over: of one that its first contact binds, what is like that contact."""
    if mask != FIRST_CONTACT or not heard_over:
        return mask
    return equally_strong(heard_over & -heard_over)


def equally_strong(bit: int) -> int:
    """The listeners of the same protocol that authenticate senders as that of ``bit`` does.

    A tracker that was heard over TCP may come over UDP, which protects it as little; a TAK client that was heard over
    TLS may not come without a certificate.
    """
    heard = listeners_of(bit)[0]
    return sum(
        1 << place
        for place, one in enumerate(LISTENERS)
        if one.protocol == heard.protocol
        and (one.proves_origin, one.takes_password) == (heard.proves_origin, heard.takes_password)
    )


def labels_of(mask: int) -> str:
    """The listeners for people; names of protocols are the same in every language."""
    return ", ".join(one.label for one in listeners_of(mask))
