"""Devices as they are: what was not acknowledged is kept and sent again, over a new connection, after a while."""

import abc
import asyncio
import itertools
import random
import struct
import time
from collections import deque
from typing import Final
from urllib.parse import urlencode

from benchmarks._ready import HOST
from benchmarks.frames.teltonika_packets import login, packet
from benchmarks.outage.drive import PERIOD_S, Drive, Step

PATIENCE_S: Final = 20.0
FIRST_PAUSE_S: Final = 0.1
LONGEST_PAUSE_S: Final = 1.5
PACKET: Final = 20
"""Records that a tracker sends at once when it has fallen behind."""
KMH_PER_KNOT: Final = 1.852


class Device(abc.ABC):
    """Measures, buffers, sends; ``acknowledged`` is what it has deleted because the centre said that it is kept."""

    def __init__(self, identity: str, number: int, port: int, seed: int) -> None:
        self.identity, self.port = identity, port
        self.drive = Drive(number)
        self.waiting: deque[Step] = deque()
        self.acknowledged: list[Step] = []
        self.connections = 0
        self.cut: str | None = None
        self.chance = random.Random(seed * 1000 + number)
        self._news = asyncio.Event()
        self._pause_s = FIRST_PAUSE_S

    async def measure(self, count: int) -> None:
        """Make the fixes of a round, each at its time."""
        script = self.drive.steps(count)
        first = time.time() + self.chance.uniform(0, PERIOD_S)
        for number in itertools.count():
            # By the plan, not by when this process gets to it: a speeding lasts as long as it was meant to.
            due = first + number * PERIOD_S
            await asyncio.sleep(max(due - time.time(), 0))
            step = script.at(round(due * 1000))
            if step is None:
                return
            self.waiting.append(step)
            self._news.set()

    async def send(self) -> None:
        """Connect and deliver, for ever."""
        while True:
            writer = None
            try:
                reader, writer = await asyncio.wait_for(asyncio.open_connection(HOST, self.port), PATIENCE_S)
                self.connections += 1
                await self.greet(reader, writer)
                while True:
                    await self._something()
                    await self.deliver(reader, writer)
            except (OSError, EOFError, TimeoutError):
                if writer is not None:
                    writer.transport.abort()
            await asyncio.sleep(self._pause_s * self.chance.uniform(0.5, 1.5))
            self._pause_s = min(self._pause_s * 2, LONGEST_PAUSE_S)

    @abc.abstractmethod
    async def greet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """What comes first on a connection. Raises OSError, EOFError, TimeoutError."""

    @abc.abstractmethod
    async def deliver(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Send some of what waits, and delete what is acknowledged. Raises OSError, EOFError, TimeoutError."""

    def write(self, writer: asyncio.StreamWriter, frame: bytes) -> None:
        """Send a frame, or as much of it as the cut lets through. Raises ConnectionAbortedError after a cut."""
        cut, self.cut = self.cut, None
        if cut == "half":
            frame = frame[: self.chance.randrange(1, len(frame))]
        writer.write(frame)
        if cut is not None:
            # What the kernel has taken by now still arrives; nobody will hear the answer.
            writer.close()
            raise ConnectionAbortedError(cut)

    def kept(self, count: int) -> None:
        """The centre has said that the first ``count`` are kept."""
        for _ in range(count):
            self.acknowledged.append(self.waiting.popleft())
        self._pause_s = FIRST_PAUSE_S

    async def _something(self) -> None:
        while not self.waiting:
            self._news.clear()
            await self._news.wait()


class Tracker(Device):
    """A Teltonika tracker: packets with a checksum, acknowledged by the number of their records."""

    async def greet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """The IMEI; one byte says whether it is welcome."""
        writer.write(login(self.identity))
        if await asyncio.wait_for(reader.readexactly(1), PATIENCE_S) != b"\x01":
            raise ConnectionRefusedError(self.identity)

    async def deliver(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One packet."""
        steps = [self.waiting[place] for place in range(min(len(self.waiting), PACKET))]
        records = [(s.unix_ms, s.lon, s.lat, 1200, 90, 11, s.kmh, {1: {236: 1} if s.sos else {}}) for s in steps]
        self.write(writer, packet(records))
        (count,) = struct.unpack(">I", await asyncio.wait_for(reader.readexactly(4), PATIENCE_S))
        if count != len(steps):
            raise ConnectionResetError(f"{count} of {len(steps)} records")
        self.kept(count)


class Phone(Device):
    """Traccar Client over HTTP: one position a request, over a connection that is kept."""

    async def greet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """HTTP begins with the first request."""

    async def deliver(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One position."""
        step = self.waiting[0]
        fields = {
            "id": self.identity, "timestamp": step.unix_ms, "lat": f"{step.lat:.6f}", "lon": f"{step.lon:.6f}",
            "speed": f"{step.kmh / KMH_PER_KNOT:.3f}", "bearing": 90, "accuracy": 5,
        }  # fmt: skip
        if step.sos:
            fields["alarm"] = "sos"
        head = f"POST /?{urlencode(fields)} HTTP/1.1\r\nHost: bench\r\nContent-Length: 0\r\n\r\n"
        self.write(writer, head.encode())
        answer = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE_S)
        if not answer.startswith(b"HTTP/1.1 200"):
            raise ConnectionResetError(answer[:12].decode(errors="replace"))
        self.kept(1)
