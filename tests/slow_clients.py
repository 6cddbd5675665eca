"""Clients that send too little, too slowly or for ever, and what they hear before the server closes the connection."""

import asyncio
import contextlib
import ssl
from collections.abc import Awaitable, Callable

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def connect(port: int, text: bytes = b"", context: ssl.SSLContext | None = None) -> Connection:
    """A connection to a port of this machine, over which ``text`` has been sent."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context)
    writer.write(text)
    await writer.drain()
    return reader, writer


async def closed(connection: Connection) -> bytes:
    """What the server sent before it closed the connection; raises TimeoutError if it does not."""
    reader, writer = connection
    found = b""
    with contextlib.suppress(ConnectionError):
        async with asyncio.timeout(10):
            while piece := await reader.read(65_536):
                found += piece
    writer.close()
    return found


async def dripped(connection: Connection, piece: bytes, *, every_s: float = 0.05) -> bytes:
    """As ``closed``, while ``piece`` is sent again and again."""
    heard = asyncio.create_task(closed(connection))
    while not heard.done():
        connection[1].write(piece)
        await asyncio.wait([heard], timeout=every_s)
    return await heard


def is_true(condition: Callable[[], object]) -> Callable[[], Awaitable[bool]]:
    """A plain condition for ``tests.wait_for.until_async``."""

    async def holds() -> bool:
        return bool(condition())

    return holds
