"""The gateway's HTTP listeners around a store of the test, with the server in front of them and short limits."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any, Final

import uvicorn

from fleet.gateway.group_commit import GroupCommit
from fleet.gateway.options import PHONES, GatewayOptions
from fleet.gateway.server import http_listeners, http_server
from fleet.gateway.sockets import address, listening
from tests.fleet.tracker_listeners import Shelf
from tests.slow_clients import closed, connect, is_true
from tests.wait_for import until_async

QUICK: Final = replace(PHONES, head_s=0.4, body_s=0.4)


@dataclass
class HttpListener:
    """A listener, and what is behind it."""

    port: int
    shelf: Shelf
    server: uvicorn.Server

    async def post(self, body: bytes, kind: str = "application/json", head: str = "") -> bytes:
        """The answer to a request of its own connection."""
        lines = (
            f"POST / HTTP/1.1\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n{head}\r\n"
        )
        return await closed(await connect(self.port, lines.encode() + body))


@asynccontextmanager
async def open_http(name: str, **changes: Any) -> AsyncIterator[HttpListener]:
    """The listener ``osmand`` or ``owntracks`` on loopback."""
    given = {"database": "", "redis_url": "", "host": "127.0.0.1", "linger_ms": 0.0, "http": QUICK, **changes}
    options, shelf = GatewayOptions(**given), Shelf()
    commits = GroupCommit(shelf, options)
    opened = listening(options.host, 0, whose=name)
    server = http_server(http_listeners({name: opened}, commits, _healthy, options), options)
    storing, serving = asyncio.create_task(commits.run()), asyncio.create_task(server.serve(sockets=[opened]))
    await until_async(is_true(lambda: server.started))
    try:
        yield HttpListener(address(opened)[1], shelf, server)
    finally:
        server.should_exit = True
        await serving
        storing.cancel()


async def _healthy() -> bool:
    return True
