"""The listeners at which TAK clients also hear where the fleet is: TLS with a certificate, and plain TCP where wanted.

The plain listener of ``fleet.gateway.trackers`` only takes positions: where government vehicles are is not public.
"""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from dataclasses import replace
from socket import socket
from typing import Final

from fleet.gateway import sockets
from fleet.gateway.backpressure import Admission
from fleet.gateway.cot_feed import CotFeed
from fleet.gateway.cot_out import CotOut
from fleet.gateway.group_commit import GroupCommit
from fleet.gateway.options import GatewayOptions
from fleet.gateway.tcp import TrackerConnection
from fleet.gateway.tls_listener import TlsListener
from fleet.protocols import cot

CLIENTS: Final = 500
UNREAD_BYTES: Final = 4 * 1024 * 1024
"""What one client may leave unread before it is dropped: some thousand vehicles."""


class CotConnection(TrackerConnection):
    """A TAK client that sends its own place and hears of the others."""

    __slots__ = ("_feed", "_tls")

    def __init__(
        self, admission: Admission, feed: CotFeed, loop: asyncio.AbstractEventLoop, *, tls: bool = False
    ) -> None:
        super().__init__(admission, cot.PROTOCOL, loop)
        self._feed = feed
        self._tls = tls

    @property
    def _listener(self) -> str:
        return "cot_tls" if self._tls else "cot_out"

    @property
    def _transport_name(self) -> str:
        return "tls" if self._tls else "tcp"

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        if self._transport is not None and not self._transport.is_closing():
            self._transport.set_write_buffer_limits(high=UNREAD_BYTES)
            # One who only listens is no stranger: a certificate or a closed network has let it in.
            self._admission.has_spoken(self)
            self._feed.attach(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._feed.detach(self)
        super().connection_lost(exc)

    def push(self, events: bytes) -> None:
        """Send events; a client that does not read them is dropped by ``pause_writing``."""
        if events:
            # One who only listens is as alive as one who speaks.
            self._heard()
            self._write(events)


@contextlib.asynccontextmanager
async def cot_listeners(commits: GroupCommit, options: GatewayOptions, out: CotOut) -> AsyncIterator[list[str]]:
    """Open the listeners that are wanted; gives a line for each. Raises PortTaken."""
    if out.tls_port < 0 and out.plain_port < 0:
        yield []
        return
    admission = Admission(commits, replace(options, tracker_connections=min(CLIENTS, options.tracker_connections)))
    feed = CotFeed(options.database, options.redis_url, out.interval_s)
    loop = asyncio.get_running_loop()
    servers: list[asyncio.Server] = []
    lines: list[str] = []
    running = [asyncio.create_task(feed.run(), name="cot-feed")]
    try:
        if out.tls_port >= 0:
            listener = _tls_listener(admission, feed, out)
            running.append(asyncio.create_task(listener.run(), name="cot-tls"))
            lines.append("cot tls {}:{}".format(*listener.address))
        if out.plain_port >= 0:
            opened = _socket(admission, out.plain_port, "cot out")
            servers.append(
                await loop.create_server(
                    lambda: CotConnection(admission, feed, loop), sock=opened, backlog=sockets.BACKLOG
                )
            )
            lines.append("cot out {}:{}".format(*sockets.address(opened)))
        admission.wheel.start()
        yield lines
    finally:
        admission.wheel.stop()
        for task in running:
            task.cancel()
        for server in servers:
            server.close()
        for one in list(admission.wheel):
            if isinstance(one, CotConnection):
                one.abort()
        await asyncio.gather(*running, return_exceptions=True)


def _tls_listener(admission: Admission, feed: CotFeed, out: CotOut) -> TlsListener:
    loop, context = asyncio.get_running_loop(), _context(out)
    return TlsListener(
        _socket(admission, out.tls_port, "cot tls"),
        context,
        lambda: CotConnection(admission, feed, loop, tls=True),
        lambda address: admission.admits("cot_tls", address),
        seconds=out.handshake_s,
        most=out.handshakes,
    )


def _socket(admission: Admission, port: int, name: str) -> socket:
    options = admission.options
    return sockets.listening(options.host, port, whose=name, shared=options.share_ports)


def _context(out: CotOut) -> ssl.SSLContext:
    try:
        return out.context()
    except OSError as error:
        raise sockets.PortTaken(f"the certificates of PANTAU_COT_TLS_* cannot be used: {error}") from None
