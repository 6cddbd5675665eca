"""What the HTTP doors of phones share, as a bare ASGI application: limits, visitors and the answer after the commit.

A phone deletes a record on a 2xx answer and otherwise sends the same record for ever. So: 200 when the record is
durable, in the table or in quarantine; 503 when it is not; a 4xx only for what no phone sends.
"""

import abc
import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

from fleet.gateway.collector import Collector
from fleet.gateway.errors import Unavailable
from fleet.gateway.options import GatewayOptions
from fleet.pipeline.delivery import Delivery

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Healthy = Callable[[], Awaitable[bool]]
Header = tuple[bytes, bytes]

PLAIN: Final = b"text/plain; charset=utf-8"
_EMPTY: Final = [(b"content-length", b"0")]
# Loggers let their users choose the method, so all are the same here but those that cannot bring a record.
_SENSELESS: Final = frozenset({"CONNECT", "OPTIONS", "TRACE"})
_ALLOWED: Final = b"DELETE, GET, HEAD, PATCH, POST, PUT"
_RETRY_AFTER_S: Final = b"5"


class BodyTooLarge(Exception):
    """More than a client of these doors ever has to say."""


class RecordDoor(abc.ABC):
    """Answers requests; ``healthy`` says whether the database can be written. A door adds how a request is read."""

    welcome = b""
    """What a visitor is told at the root."""

    def __init__(self, collector: Collector, healthy: Healthy, options: GatewayOptions) -> None:
        self._collector = collector
        self._healthy = healthy
        self._options = options

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """The ASGI entry; only HTTP comes here."""
        if scope["method"] in _SENSELESS:
            await answer(send, 405, b"send a record with any other method\n", [(b"allow", _ALLOWED)])
            return
        body = b""
        if _announces_body(scope):
            try:
                async with asyncio.timeout(self._options.body_seconds):
                    body = await self._body(receive)
            except BodyTooLarge:
                await answer(send, 413, b"too large\n")
                return
            except TimeoutError:
                await answer(send, 408, b"too slow\n")
                return
        await self.records(scope, body, send)

    @abc.abstractmethod
    async def records(self, scope: Message, body: bytes, send: Send) -> None:
        """Store what a request brings, and answer it."""

    async def store(self, delivery: Delivery, send: Send) -> bool:
        """Whether it is durable now; if not, that has been answered."""
        try:
            await self._collector.offer(delivery)
        except Unavailable:
            await answer(send, 503, b"try again\n", [(b"retry-after", _RETRY_AFTER_S)])
            return False
        return True

    async def visitor(self, path: str, send: Send) -> None:
        """People and monitors: nobody here has a record to lose."""
        if path == "/healthz":
            healthy = await self._healthy()
            await answer(send, 200 if healthy else 503, b"ok\n" if healthy else b"no database\n")
        elif path == "/":
            await answer(send, 200, self.welcome)
        else:
            await answer(send, 404, b"nothing here\n")

    async def _body(self, receive: Receive) -> bytes:
        message = await receive()
        body: bytes = message.get("body", b"")
        if not message.get("more_body", False) and len(body) <= self._options.max_body_bytes:
            return body
        parts = [body]
        size = len(body)
        while message.get("more_body", False):
            if size > self._options.max_body_bytes:
                break
            message = await receive()
            parts.append(message.get("body", b""))
            size += len(parts[-1])
        if size > self._options.max_body_bytes:
            raise BodyTooLarge
        return b"".join(parts)


def _announces_body(scope: Message) -> bool:
    """Whether something follows the head; with neither of these headers nothing can (RFC 9112, 6.3)."""
    for name, value in scope["headers"]:
        if (name == b"content-length" and value != b"0") or name == b"transfer-encoding":
            return True
    return False


def header(scope: Message, wanted: bytes, longest: int = 100) -> str:
    """The beginning of a header's value; an empty text where there is none. ``wanted`` is in lower case."""
    for name, value in scope["headers"]:
        if name == wanted:
            text: str = value.decode("latin-1")
            return text[:longest]
    return ""


def client_address(scope: Message) -> str:
    """The address of the client, or an empty text."""
    host: str = (scope.get("client") or ("", 0))[0]
    return host


async def answer(
    send: Send, status: int, body: bytes = b"", headers: list[Header] | None = None, kind: bytes = PLAIN
) -> None:
    """Answer a request."""
    fields = _EMPTY
    if body:
        fields = [(b"content-type", kind), (b"content-length", str(len(body)).encode()), *(headers or [])]
    await send({"type": "http.response.start", "status": status, "headers": fields})
    await send({"type": "http.response.body", "body": body})
