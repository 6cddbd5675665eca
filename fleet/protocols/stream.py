"""What a protocol over TCP or UDP is made of: a stream is cut into frames, a frame is decoded, an answer prepared."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

from fleet.protocols.fix import Message
from fleet.protocols.rejection import Reason


class Cut(NamedTuple):
    """The head of a buffer: its first ``size`` bytes (1 or more) are a frame, or garbage where ``fault`` says why.

    They are taken from the buffer either way; garbage goes to quarantine. Bytes that mean nothing and lose nothing,
    such as line ends between frames, are cut off as a frame that decodes to nothing.
    """

    size: int
    fault: Reason | None = None


@dataclass(slots=True)
class Session:
    """What is known of the sender of a connection. A login frame sets ``identity``; decoders read it afterwards."""

    identity: str = ""
    memory: dict[str, object] = field(default_factory=dict)
    """Whatever a protocol has to remember between two frames of one connection."""


class Decoded(NamedTuple):
    """What one frame brought.

    ``answer`` is sent when every message is durable, and at once when there is none; it is not sent when they cannot be
    stored. ``close``: end the connection after the answer.
    """

    messages: Sequence[Message] = ()
    answer: bytes = b""
    close: bool = False


CutFrame = Callable[[bytes | bytearray], Cut | None]
DecodeFrame = Callable[[bytes, Session, datetime], Decoded]


@dataclass(frozen=True, slots=True)
class StreamProtocol:
    """A protocol of hardware trackers. Every function is pure but for the session that it is given.

    ``cut(buffer)`` looks at the head of the buffer: None is "not yet", and then the buffer holds less than
    ``max_frame`` bytes of something that may still become a frame. It never raises and is cheap to ask again.
    ``decode(frame, session, arrival)`` takes a frame that ``cut`` gave, ``arrival`` in UTC; it never raises: what it
    does not understand becomes a ``Rejected``. ``datagram`` decodes a whole UDP datagram; None: there is no UDP.
    ``encoding`` is how people write its frames down, in files and on a bench.
    """

    name: str
    port: int
    encoding: Literal["hex", "text"]
    cut: CutFrame
    decode: DecodeFrame
    datagram: DecodeFrame | None = None
    max_frame: int = 4096
