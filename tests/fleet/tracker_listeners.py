"""A protocol of a few words, tracker listeners around a store of the test, and a tracker's end of a connection."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from fleet.gateway.errors import Unavailable
from fleet.gateway.group_commit import GroupCommit
from fleet.gateway.options import GatewayOptions
from fleet.gateway.trackers import trackers
from fleet.pipeline.delivery import Delivery
from fleet.protocols.fix import Fix, Rejected
from fleet.protocols.rejection import RejectionReason, reason
from fleet.protocols.stream import Cut, Decoded, Session, StreamProtocol


def cut_words(buffer: bytes | bytearray) -> Cut | None:
    """Lines; those that begin with ``!`` are garbage."""
    if buffer[:4] == b"BUG!":
        raise IndexError("the cutter is broken")
    end = buffer.find(b"\n") + 1
    if not end:
        return None
    return Cut(end, reason(RejectionReason.NO_FRAME, end) if buffer[:1] == b"!" else None)


def decode_words(frame: bytes, session: Session, arrival: datetime) -> Decoded:
    """``login NAME``, ``fix SECONDS``, ``beat``, ``shout``, ``bye``, ``bug``; everything else is rejected."""
    match frame.decode().split():
        case ["login", name]:
            session.identity = name
            return Decoded(answer=b"hello\n")
        case ["fix", seconds]:
            fix = Fix(session.identity, 98.49, 3.1, datetime.fromtimestamp(1_772_366_400 + int(seconds), UTC))
            return Decoded([fix], b"ok %s\n" % seconds.encode())
        case ["beat"]:
            return Decoded(answer=b"beat\n")
        case ["shout"]:
            return Decoded(answer=SHOUT)
        case ["bye"]:
            return Decoded(answer=b"bye\n", close=True)
        case ["bug"]:
            raise ZeroDivisionError("the decoder is broken")
    return Decoded([Rejected(reason(RejectionReason.UNKNOWN_TYPE, frame[:10]), session.identity)], b"?\n")


SHOUT = b"!" * 9_999 + b"\n"
WORDS = StreamProtocol("words", 0, "text", cut_words, decode_words, decode_words, max_frame=200)


class Shelf:
    """A store that keeps what it gets, waits while it is shut, and fails while it is away."""

    def __init__(self) -> None:
        self.kept: list[Delivery] = []
        self.begun = asyncio.Event()
        self.open = asyncio.Event()
        self.open.set()
        self.away = False

    async def __call__(self, deliveries: Sequence[Delivery]) -> None:
        self.begun.set()
        await self.open.wait()
        if self.away:
            raise Unavailable
        self.kept.extend(deliveries)

    def raw(self) -> list[bytes]:
        """The bytes of every delivery that was stored."""
        return [one.raw(0) for one in self.kept]


@dataclass
class Listeners:
    """Where the listeners are, and what is behind them."""

    shelf: Shelf
    commits: GroupCommit
    port: int
    ended: list[str] = field(default_factory=list)

    async def connect(self, *lines: str) -> "Tracker":
        """A tracker that has said these lines."""
        tracker = Tracker(*await asyncio.open_connection("127.0.0.1", self.port))
        tracker.say(*lines)
        return tracker


@dataclass
class Tracker:
    """The other end."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    def say(self, *lines: str) -> None:
        """Send lines, in one piece."""
        self.writer.write("".join(line + "\n" for line in lines).encode())

    async def hear(self) -> str:
        """The next line of the answer; empty when the connection was closed."""
        try:
            async with asyncio.timeout(10):
                return (await self.reader.readline()).decode().strip()
        except ConnectionResetError:
            return ""

    async def rest(self) -> str:
        """Everything that comes until the connection is closed."""
        try:
            async with asyncio.timeout(10):
                return (await self.reader.read()).decode()
        except ConnectionResetError:
            return ""

    async def __aenter__(self) -> "Tracker":
        return self

    async def __aexit__(self, *exception: object) -> None:
        self.writer.close()


@asynccontextmanager
async def open_listeners(protocol: StreamProtocol = WORDS, **changes: Any) -> AsyncIterator[Listeners]:
    """The listeners of trackers for one protocol, on loopback."""
    options = GatewayOptions(
        **{"database": "", "redis_url": "", "host": "127.0.0.1", "trackers": {protocol.name: 0}, **changes}
    )
    shelf = Shelf()
    commits = GroupCommit(shelf, options)
    storing = asyncio.create_task(commits.run())
    try:
        async with trackers(commits, options, {protocol.name: protocol}) as lines:
            yield Listeners(shelf, commits, int(lines[0].rpartition(":")[2]))
    finally:
        storing.cancel()
