"""Phones in small: each lane is one keep-alive connection that sends the records of its devices in order."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from fleet.replay.reader import Ping

ANSWER_S: Final = 30.0
FIRST_PAUSE_S: Final = 0.1
LONGEST_PAUSE_S: Final = 3.0


@dataclass
class Tally:
    """What happened: requests sent, records acknowledged, requests that had to be sent again."""

    sent: int = 0
    acknowledged: int = 0
    retried: int = 0


@dataclass
class Pace:
    """When each ping is due. ``speed`` 0 is as fast as possible; 60 plays an hour in a minute."""

    speed: float
    first_at: float
    shift_s: float = 0.0
    began: float = field(default_factory=time.monotonic)

    def wait_s(self, ping: Ping) -> float:
        """Seconds from now until the ping is due."""
        if self.speed <= 0:
            return 0.0
        return self.began + (ping.at - self.first_at) / self.speed - time.monotonic()


class Lane:
    """One connection to the listener. A record is sent until it is acknowledged, and only then the next."""

    def __init__(self, gateway: str, tally: Tally) -> None:
        parts = urlsplit(gateway)
        self._host = parts.hostname or "127.0.0.1"
        self._port = parts.port or 80
        self._path = parts.path or "/"
        self._tally = tally
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def deliver(self, query: str) -> None:
        """Send one record until the answer is 2xx."""
        head = f"POST {self._path}?{query} HTTP/1.1\r\nHost: {self._host}\r\nContent-Length: 0\r\n\r\n".encode()
        pause = FIRST_PAUSE_S
        while True:
            self._tally.sent += 1
            if await self._acknowledged(head):
                self._tally.acknowledged += 1
                return
            self._tally.retried += 1
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)

    async def _acknowledged(self, request: bytes) -> bool:
        try:
            async with asyncio.timeout(ANSWER_S):
                if self._streams is None:
                    self._streams = await asyncio.open_connection(self._host, self._port)
                reader, writer = self._streams
                writer.write(request)
                head = await reader.readuntil(b"\r\n\r\n")
                await reader.readexactly(_content_length(head))
        except (OSError, EOFError, TimeoutError, ValueError):
            self.close()
            return False
        return head[9:10] == b"2"

    def close(self) -> None:
        """Drop the connection; the next delivery opens another."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


def _content_length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


async def send_all(
    pings: Sequence[Ping], gateway: str, pace: Pace, *, lanes: int, tally: Tally, progress: Callable[[], object]
) -> None:
    """Send every ping, those of one device through one lane in the order given; returns when all are acknowledged."""
    devices = {identity: n for n, identity in enumerate(dict.fromkeys(ping.identity for ping in pings))}
    count = max(1, min(lanes, len(devices)))
    queues: list[list[Ping]] = [[] for _ in range(count)]
    for ping in pings:
        queues[devices[ping.identity] % count].append(ping)

    async def drive(queue: list[Ping]) -> None:
        lane = Lane(gateway, tally)
        try:
            for ping in queue:
                wait = pace.wait_s(ping)
                if wait > 0:
                    await asyncio.sleep(wait)
                await lane.deliver(ping.query(pace.shift_s))
                progress()
        finally:
            lane.close()

    async with asyncio.TaskGroup() as group:
        for queue in queues:
            group.create_task(drive(queue))
