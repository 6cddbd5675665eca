"""Waiting for a process of the centre."""

import asyncio
import contextlib
import time
from typing import Final

HOST: Final = "127.0.0.1"
PATIENCE_S: Final = 120.0


async def until_ready(port: int) -> None:
    """Wait until the gateway says that it can write. Raises RuntimeError after two minutes."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            reader, writer = await asyncio.open_connection(HOST, port)
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n")
            answer = await reader.read()
            writer.close()
            if answer.startswith(b"HTTP/1.1 200"):
                return
        await asyncio.sleep(0.1)
    raise RuntimeError("the gateway did not become ready")
