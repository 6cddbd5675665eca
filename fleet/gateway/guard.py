"""Clients that are too slow or too long in the head of a request, which uvicorn alone would wait for."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from fleet.gateway.options import GatewayOptions


class GuardedHttp(HttpToolsProtocol):
    """HTTP/1.1 with limits on the size of a request's head and on the time it may take."""

    options: GatewayOptions

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._head_bytes = 0
        self._in_head = True
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._timer = self.loop.call_later(self.options.head_seconds, self._give_up)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._in_head:
            if self._timer is None:
                self._timer = self.loop.call_later(self.options.head_seconds, self._give_up)
            self._head_bytes += len(data)
        super().data_received(data)
        if self._in_head and self._head_bytes > self.options.max_head_bytes:
            self._give_up()

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._stop_timer()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._in_head, self._head_bytes = True, 0

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        self._timer = None
        if self.transport is not None and not self.transport.is_closing():
            self.transport.close()


def guarded(options: GatewayOptions) -> type[GuardedHttp]:
    """The protocol class for ``uvicorn.Config(http=...)``."""
    return type("GuardedHttp", (GuardedHttp,), {"options": options})
