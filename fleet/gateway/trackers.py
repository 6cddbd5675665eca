"""The listeners of hardware trackers: a TCP port for each protocol, and UDP where the protocol has it."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from socket import socket
from typing import Final, cast

from fleet.gateway import sockets
from fleet.gateway.backpressure import Admission
from fleet.gateway.group_commit import GroupCommit
from fleet.gateway.options import GatewayOptions
from fleet.gateway.tcp import TrackerConnection
from fleet.gateway.udp import TrackerDatagrams
from fleet.protocols.stream import StreamProtocol

logger = logging.getLogger(__name__)
CLOSED: Final = -1
LAST_ANSWERS_S: Final = 5.0

Streams = Mapping[str, StreamProtocol]


@contextlib.asynccontextmanager
async def trackers(commits: GroupCommit, options: GatewayOptions, streams: Streams) -> AsyncIterator[list[str]]:
    """Open the listeners; gives a line for each: protocol, transports and address. Raises PortTaken.

    At the end no more is read, what has been taken is answered as soon as it is durable, and all is closed.
    """
    admission = Admission(commits, options)
    servers: list[asyncio.Server] = []
    transports: list[asyncio.BaseTransport] = []
    lines: list[str] = []
    loop = asyncio.get_running_loop()
    try:
        for name, port in options.trackers.items():
            protocol = streams.get(name)
            if protocol is None or port == CLOSED:
                continue
            listener, other = _sockets(protocol, port, options)
            servers.append(
                await loop.create_server(
                    _connections(admission, protocol, loop), sock=listener, backlog=sockets.BACKLOG
                )
            )
            if other is not None:
                transports.append(await _datagrams(admission, protocol, other, loop))
            host, number = sockets.address(listener)
            lines.append(f"{name} {'tcp' if other is None else 'tcp+udp'} {host}:{number}")
        admission.wheel.start()
        yield lines
    finally:
        for transport in transports:
            cast(asyncio.DatagramTransport, transport).close()
        for server in servers:
            server.close()
        await _finish(admission)


def _sockets(protocol: StreamProtocol, port: int, options: GatewayOptions) -> tuple[socket, socket | None]:
    listener = sockets.listening(options.host, port, whose=protocol.name, shared=options.share_ports)
    if protocol.datagram is None:
        return listener, None
    number = sockets.address(listener)[1]
    try:
        return listener, sockets.datagrams(options.host, number, whose=protocol.name, shared=options.share_ports)
    except sockets.PortTaken:
        listener.close()
        raise


def _connections(
    admission: Admission, protocol: StreamProtocol, loop: asyncio.AbstractEventLoop
) -> Callable[[], TrackerConnection]:
    return lambda: TrackerConnection(admission, protocol, loop)


async def _datagrams(
    admission: Admission, protocol: StreamProtocol, opened: socket, loop: asyncio.AbstractEventLoop
) -> asyncio.BaseTransport:
    assert protocol.datagram is not None
    decode = protocol.datagram
    transport, _ = await loop.create_datagram_endpoint(
        lambda: TrackerDatagrams(admission, protocol.name, decode), sock=opened
    )
    return transport


async def _finish(admission: Admission) -> None:
    """Let what has been taken be answered, within a few seconds; then end every connection."""
    admission.wheel.stop()
    for one in admission.wheel:
        cast(TrackerConnection, one).finish()
    if not admission.connections:
        return
    try:
        await asyncio.wait_for(admission.empty.wait(), LAST_ANSWERS_S)
    except TimeoutError:
        logger.warning("%d trackers did not end in time", admission.connections)
        for one in admission.wheel:
            cast(TrackerConnection, one).abort()
