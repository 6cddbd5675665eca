"""Several doors behind one HTTP server."""

from collections.abc import Mapping
from typing import Final

from fleet.gateway.http_listener import Message, Receive, RecordDoor, Send


class DoorsByPort:
    """The ASGI application that gives each request to the door of the port at which it came."""

    def __init__(self, doors: Mapping[int, RecordDoor]) -> None:
        self._doors: Final = dict(doors)
        self._first: Final = next(iter(doors.values()))

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """The ASGI entry; only HTTP comes here."""
        server = scope.get("server") or ("", 0)
        await self._doors.get(server[1], self._first)(scope, receive, send)
