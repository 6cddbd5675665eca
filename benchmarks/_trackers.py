"""Teltonika trackers on their connections, each with one packet under way, as the protocol has it."""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import cast

from benchmarks._ready import HOST
from benchmarks.frames.teltonika_packets import login


class Tracker(asyncio.Protocol):
    """Logs in, then sends its packets one after another; each is acknowledged by the number of its records.

    ``pause_s``: so long after one packet the next is sent; 0: as soon as it was acknowledged. ``waits``: seconds from
    the last byte of each packet to its acknowledgement.
    """

    def __init__(self, imei: str, packets: Sequence[bytes], done: Callable[[], None]) -> None:
        self._imei = imei
        self._packets = iter(packets)
        self._done = done
        self._sent_at = 0.0
        self._due_at = 0.0
        self._in = b""
        self._transport: asyncio.Transport | None = None
        self.pause_s = 0.0
        self.waits: list[float] = []
        self.logged_in: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.lost = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._transport.write(login(self._imei))

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost = True

    def data_received(self, data: bytes) -> None:
        if not self.logged_in.done():
            self.logged_in.set_result(None)
            return
        self._in += data
        if len(self._in) < 4:
            return
        self._in = b""
        now = time.perf_counter()
        self.waits.append(now - self._sent_at)
        self._due_at += self.pause_s
        if self.pause_s and self._due_at > now:
            asyncio.get_running_loop().call_later(self._due_at - now, self.send)
        else:
            self.send()

    def start(self, after_s: float = 0.0) -> None:
        """Send the first packet, after a while."""
        self._due_at = time.perf_counter() + after_s
        asyncio.get_running_loop().call_later(after_s, self.send)

    def take(self, packets: Sequence[bytes]) -> None:
        """What to send from now on."""
        self._packets = iter(packets)
        self.waits = []

    def send(self) -> None:
        """Send the next packet, or say that there is none."""
        piece = next(self._packets, None)
        if piece is None or self._transport is None:
            self._done()
            return
        self._sent_at = time.perf_counter()
        self._transport.write(piece)

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.close()


class Fleet:
    """Some hundred trackers on their connections."""

    def __init__(self, trackers: list[Tracker], finished: asyncio.Semaphore) -> None:
        self.trackers = trackers
        self._finished = finished

    @classmethod
    async def connect(cls, port: int, imeis: Sequence[str]) -> "Fleet":
        """Open and log in all of them."""
        loop = asyncio.get_running_loop()
        finished = asyncio.Semaphore(0)
        trackers = []
        for imei in imeis:
            _, tracker = await loop.create_connection(lambda imei=imei: Tracker(imei, (), finished.release), HOST, port)  # type: ignore[misc]
            trackers.append(tracker)
        await asyncio.gather(*(tracker.logged_in for tracker in trackers))
        return cls(trackers, finished)

    async def send(self, packets: Sequence[Sequence[bytes]], *, pause_s: float = 0.0) -> tuple[float, list[float]]:
        """Every tracker sends its packets; returns the seconds that it took and how long each waited for its answer."""
        for n, (tracker, own) in enumerate(zip(self.trackers, packets, strict=True)):
            tracker.take(own)
            tracker.pause_s = pause_s
            tracker.start(pause_s * n / len(self.trackers))
        began = time.perf_counter()
        for _ in self.trackers:
            await self._finished.acquire()
        seconds = time.perf_counter() - began
        if any(tracker.lost for tracker in self.trackers):
            raise RuntimeError("the gateway hung up on a tracker")
        return seconds, [wait for tracker in self.trackers for wait in tracker.waits]

    def close(self) -> None:
        """Hang up all of them."""
        for tracker in self.trackers:
            tracker.close()
