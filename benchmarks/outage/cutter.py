"""A TCP proxy between devices and the centre that can cut what passes through it."""

import asyncio
import contextlib
import random
from typing import Final, Literal

from benchmarks._ready import HOST

Cut = Literal["half", "unheard"]
"""In the middle of what a device sends, or after it arrived, before the answer reaches the device."""
_PIECE: Final = 16 * 1024


class _Link:
    def __init__(self, writers: tuple[asyncio.StreamWriter, asyncio.StreamWriter]) -> None:
        self.device, self.centre = writers
        self.cut: Cut | None = None

    def sever(self) -> None:
        self.device.transport.abort()
        # In order, not by a reset: what has been passed on is not called back.
        self.centre.close()


class Cutter:
    """Listens at ``port`` (known once it is entered) and passes everything on to another port."""

    def __init__(self, to_port: int) -> None:
        self._to_port = to_port
        self._links: set[_Link] = set()
        self._server: asyncio.Server | None = None
        self.cuts = 0

    @property
    def port(self) -> int:
        """Where devices connect. Raises RuntimeError before it listens."""
        if self._server is None:
            raise RuntimeError("it does not listen")
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def __aenter__(self) -> "Cutter":
        self._server = await asyncio.start_server(self._pass, HOST, 0)
        return self

    async def __aexit__(self, *exc: object) -> None:
        if self._server is not None:
            self._server.close()
        for link in list(self._links):
            link.sever()

    def cut(self, chance: random.Random, share: float) -> None:
        """Cut this share of the connections, each when something passes through it next."""
        for link in self._links:
            if chance.random() < share:
                link.cut = chance.choice(("half", "unheard"))

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            answers, requests = await asyncio.open_connection(HOST, self._to_port)
        except OSError:
            writer.transport.abort()
            return
        link = _Link((writer, requests))
        self._links.add(link)
        up = asyncio.create_task(self._pump(link, reader, requests, "half"))
        down = asyncio.create_task(self._pump(link, answers, writer, "unheard"))
        try:
            await asyncio.wait([up, down], return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._links.discard(link)
            up.cancel()
            down.cancel()
            link.sever()

    async def _pump(self, link: _Link, source: asyncio.StreamReader, to: asyncio.StreamWriter, cut: Cut) -> None:
        with contextlib.suppress(OSError):
            while piece := await source.read(_PIECE):
                if link.cut == cut:
                    self.cuts += 1
                    if cut == "half":
                        to.write(piece[: len(piece) // 2])
                    return
                to.write(piece)
                await to.drain()
