"""Several listeners behind one HTTP server."""

from collections.abc import Mapping
from typing import Final

from fleet.gateway.http_listener import HttpListener, Message, Receive, Send


class PortRouter:
    """The ASGI application that gives each request to the listener of the port at which it came."""

    def __init__(self, listeners: Mapping[int, HttpListener]) -> None:
        self._listeners: Final = dict(listeners)
        self._first: Final = next(iter(listeners.values()))

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """The ASGI entry; only HTTP comes here."""
        server = scope.get("server") or ("", 0)
        await self._listeners.get(server[1], self._first)(scope, receive, send)
