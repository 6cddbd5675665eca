"""The listeners at which TAK clients hear of the fleet."""

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from fleet.gateway.backpressure import Admission
from fleet.gateway.cot import UNREAD_BYTES, CotConnection, cot_listeners
from fleet.gateway.cot_feed import CotFeed
from fleet.gateway.cot_out import CotOut
from fleet.gateway.group_commit import GroupCommit
from fleet.gateway.options import GatewayOptions
from fleet.gateway.sockets import PortTaken
from fleet.pipeline.delivery import Delivery
from tests.wait_for import until_async

OPTIONS = GatewayOptions("", "", host="127.0.0.1")


async def _keep(deliveries: Sequence[Delivery]) -> None:
    """A store that takes everything."""


@asynccontextmanager
async def listener(feed: CotFeed, options: GatewayOptions = OPTIONS) -> AsyncIterator[int]:
    """A plain listener of ``feed``; gives its port."""
    loop = asyncio.get_running_loop()
    admission = Admission(GroupCommit(_keep, options), options)
    server = await loop.create_server(lambda: CotConnection(admission, feed, loop), "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


class Shouter:
    """Pushes to the listeners of a feed that has no vehicle."""

    def __init__(self) -> None:
        self.feed = CotFeed("", "", 0.0)

    def push(self, events: bytes) -> None:
        for listener in list(self.feed._listeners):
            listener.push(events)


async def test_a_client_that_does_not_read_is_dropped() -> None:
    shouter = Shouter()
    async with listener(shouter.feed) as port:
        with socket.create_connection(("127.0.0.1", port)):
            await until_async(lambda: _is(shouter.feed.listeners == 1), what="the client")

            async def dropped() -> bool:
                shouter.push(b"x" * (UNREAD_BYTES // 4))
                return shouter.feed.listeners == 0

            await until_async(dropped, what="the end of the client")


async def test_a_client_that_reads_hears_everything() -> None:
    shouter = Shouter()
    async with listener(shouter.feed) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        await until_async(lambda: _is(shouter.feed.listeners == 1), what="the client")
        for _ in range(3 * UNREAD_BYTES // 1_000_000):
            shouter.push(b"x" * 1_000_000)
            assert len(await asyncio.wait_for(reader.readexactly(1_000_000), 20)) == 1_000_000
        writer.close()
        await until_async(lambda: _is(shouter.feed.listeners == 0), what="the end of the client")


async def test_a_client_too_many_hears_nothing() -> None:
    shouter = Shouter()
    async with listener(shouter.feed, replace(OPTIONS, tracker_connections=1)) as port:
        _, first = await asyncio.open_connection("127.0.0.1", port)
        await until_async(lambda: _is(shouter.feed.listeners == 1), what="the first client")
        reader, second = await asyncio.open_connection("127.0.0.1", port)
        assert await asyncio.wait_for(reader.read(), 20) == b""
        assert shouter.feed.listeners == 1
        first.close()
        second.close()


async def test_no_listener_is_open_unless_it_is_wanted() -> None:
    async with cot_listeners(GroupCommit(_keep, OPTIONS), OPTIONS, CotOut()) as lines:
        assert lines == []


async def test_a_certificate_that_cannot_be_read_is_named() -> None:
    out = CotOut(0, "/nowhere.crt", "/nowhere.key", "/nowhere-ca.crt")
    with pytest.raises(PortTaken, match="PANTAU_COT_TLS"):
        async with cot_listeners(GroupCommit(_keep, OPTIONS), OPTIONS, out):
            raise AssertionError("it opened")


async def _is(true: bool) -> bool:
    return true
