"""A TLS listener that bounds handshakes in progress: asyncio shows no connection before its handshake is complete."""

import asyncio
import contextlib
import logging
import socket
import ssl
import time
from collections import Counter
from collections.abc import Callable
from typing import Final

from fleet.gateway import sockets

logger = logging.getLogger(__name__)
LOG_EVERY_S: Final = 60.0
ACCEPT_AGAIN_S: Final = 0.5


class TlsListener:
    """Accepts connections of ``opened`` and gives each that completes its handshake to a protocol of ``factory``.

    ``admits(address)`` is asked before the handshake. A handshake may take ``seconds``. At most ``most`` are in
    progress, each of which holds some 300 kB; one more ends the oldest of the address that has most of them, so that
    one address does not push out the others.
    """

    def __init__(
        self,
        opened: socket.socket,
        context: ssl.SSLContext,
        factory: Callable[[], asyncio.BaseProtocol],
        admits: Callable[[str], bool],
        *,
        seconds: float,
        most: int,
    ) -> None:
        self._opened = opened
        self._context = context
        self._factory = factory
        self._admits = admits
        self._seconds = seconds
        self._most = most
        self._handshakes: dict[asyncio.Task[None], str] = {}
        self._given_up = 0
        self._logged_at = -LOG_EVERY_S

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        return sockets.address(self._opened)

    @property
    def handshakes(self) -> int:
        """How many are in progress."""
        return len(self._handshakes)

    async def run(self) -> None:
        """Accept connections until cancelled; then ends the handshakes in progress and closes the socket."""
        loop = asyncio.get_running_loop()
        try:
            while True:
                try:
                    client, peer = await loop.sock_accept(self._opened)
                except OSError as error:
                    logger.warning("a TLS connection could not be accepted: %s", error)
                    await asyncio.sleep(ACCEPT_AGAIN_S)
                    continue
                self._begin(client, peer[0])
                await asyncio.sleep(0)  # a flood of connections leaves time to all others
        finally:
            unfinished = list(self._handshakes)
            for handshake in unfinished:
                handshake.cancel()
            self._opened.close()
            await asyncio.gather(*unfinished, return_exceptions=True)

    def _begin(self, client: socket.socket, address: str) -> None:
        if not self._admits(address):
            client.close()
            return
        if len(self._handshakes) >= self._most:
            self._end_one()
        handshake = asyncio.create_task(self._handshake(client), name="tls-handshake")
        self._handshakes[handshake] = address
        handshake.add_done_callback(self._ended)

    async def _handshake(self, client: socket.socket) -> None:
        """On success the connection is its protocol's; otherwise it is closed."""
        with contextlib.suppress(OSError):  # ssl.SSLError and the end of its time are such, too
            await asyncio.get_running_loop().connect_accepted_socket(
                self._factory, client, ssl=self._context, ssl_handshake_timeout=self._seconds
            )

    def _ended(self, handshake: asyncio.Task[None]) -> None:
        self._handshakes.pop(handshake, None)
        if not handshake.cancelled() and (error := handshake.exception()) is not None:
            logger.error("a TLS handshake failed", exc_info=error)

    def _end_one(self) -> None:
        ((busiest, _),) = Counter(self._handshakes.values()).most_common(1)
        oldest = next(handshake for handshake, address in self._handshakes.items() if address == busiest)
        del self._handshakes[oldest]
        oldest.cancel()
        self._given_up += 1
        if time.monotonic() - self._logged_at >= LOG_EVERY_S:
            self._logged_at = time.monotonic()
            logger.warning("%d TLS handshakes given up so far, last one of %s", self._given_up, busiest)
