"""Phones that send one position a request over connections that are kept, as fast as they are answered."""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import cast

from benchmarks._ready import HOST

_GOOD = b"HTTP/1.1 200"
_END = b"\r\n\r\n"


class Phone(asyncio.Protocol):
    """One connection: a request, its answer (which has no body), the next request."""

    def __init__(self, requests: Sequence[bytes], done: Callable[[], None]) -> None:
        self._requests = iter(requests)
        self._done = done
        self._in = b""
        self._transport: asyncio.Transport | None = None
        self.refused = 0
        self.lost = False
        self._over = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        if not self._over:
            self.lost = True
            self._finish()

    def data_received(self, data: bytes) -> None:
        self._in += data
        if not self._in.endswith(_END):
            return
        self.refused += not self._in.startswith(_GOOD)
        self._in = b""
        self.send()

    def send(self) -> None:
        """Send the next request, or say that there is none."""
        request = next(self._requests, None)
        if request is None or self._transport is None:
            self._finish()
        else:
            self._transport.write(request)

    def _finish(self) -> None:
        self._over = True
        self._done()

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.close()


async def rate(port: int, requests: Sequence[Sequence[bytes]]) -> float:
    """Requests a second, each sequence over a connection of its own. Raises RuntimeError unless all get a 200."""
    loop = asyncio.get_running_loop()
    finished = asyncio.Semaphore(0)
    phones: list[Phone] = []
    for own in requests:
        _, phone = await loop.create_connection(lambda own=own: Phone(own, finished.release), HOST, port)  # type: ignore[misc]
        phones.append(phone)
    began = time.perf_counter()
    for phone in phones:
        phone.send()
    for _ in phones:
        await finished.acquire()
    seconds = time.perf_counter() - began
    refused = sum(phone.refused for phone in phones)
    answered = sum(map(len, requests))
    lost = sum(phone.lost for phone in phones)
    for phone in phones:
        phone.close()
    if refused or lost:
        raise RuntimeError(f"{refused} requests were refused, {lost} connections lost")
    return answered / seconds
