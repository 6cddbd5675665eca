"""The HTTP door of phones, as a bare ASGI application.

A phone deletes a record on a 2xx answer and otherwise sends the same record for ever. So: 200 when the record is
durable, in the table or in quarantine; 503 when it is not; a 4xx only for what no phone sends.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

from fleet.gateway.collector import Collector
from fleet.gateway.errors import Unavailable
from fleet.gateway.options import GatewayOptions
from fleet.pipeline.clock import now_us
from fleet.pipeline.delivery import Delivery
from fleet.protocols import osmand

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Healthy = Callable[[], Awaitable[bool]]

_PLAIN: Final = (b"content-type", b"text/plain; charset=utf-8")
_EMPTY: Final = [(b"content-length", b"0")]
# Loggers let their users choose the method, so all are the same here but those that cannot bring a record.
_SENSELESS: Final = frozenset({"CONNECT", "OPTIONS", "TRACE"})
_ALLOWED: Final = b"DELETE, GET, HEAD, PATCH, POST, PUT"
_RETRY_AFTER_S: Final = b"5"


class BodyTooLarge(Exception):
    """More than a client of this door ever has to say."""


class OsmandDoor:
    """Answers requests; ``healthy`` says whether the database can be written."""

    def __init__(self, collector: Collector, healthy: Healthy, options: GatewayOptions) -> None:
        self._collector = collector
        self._healthy = healthy
        self._options = options

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """The ASGI entry; only HTTP comes here."""
        method = scope["method"]
        if method in _SENSELESS:
            await _answer(send, 405, b"send a record with any other method\n", [(b"allow", _ALLOWED)])
            return
        try:
            async with asyncio.timeout(self._options.body_seconds):
                body = await self._body(scope, receive)
        except BodyTooLarge:
            await _answer(send, 413, b"too large\n")
            return
        except TimeoutError:
            await _answer(send, 408, b"too slow\n")
            return
        query = scope["query_string"]
        if not query and not body:
            await self._visitor(scope["path"], send)
            return
        await self._records(scope, osmand.Request(method, query, _content_type(scope), body), send)

    async def _records(self, scope: Message, request: osmand.Request, send: Send) -> None:
        client = scope.get("client") or ("", 0)
        part = osmand.splitter(request)
        delivery = Delivery(
            messages=osmand.decode(request),
            arrival_us=now_us(),
            protocol=osmand.NAME,
            transport="http",
            remote=client[0],
            raw=lambda index: part(index).to_bytes(),
        )
        try:
            await self._collector.offer(delivery)
        except Unavailable:
            await _answer(send, 503, b"try again\n", [(b"retry-after", _RETRY_AFTER_S)])
            return
        await _answer(send, 200)

    async def _visitor(self, path: str, send: Send) -> None:
        """People and monitors: nobody here has a record to lose."""
        if path == "/healthz":
            healthy = await self._healthy()
            await _answer(send, 200 if healthy else 503, b"ok\n" if healthy else b"no database\n")
        elif path == "/":
            await _answer(send, 200, b"Pantau gateway: set this address as the server of Traccar Client or OsmAnd.\n")
        else:
            await _answer(send, 404, b"nothing here\n")

    async def _body(self, scope: Message, receive: Receive) -> bytes:
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


def _content_type(scope: Message) -> str:
    for name, value in scope["headers"]:
        if name == b"content-type":
            text: str = value.decode("latin-1")
            return text[:100]
    return ""


async def _answer(send: Send, status: int, body: bytes = b"", headers: list[tuple[bytes, bytes]] | None = None) -> None:
    fields = [_PLAIN, (b"content-length", str(len(body)).encode()), *(headers or [])] if body else _EMPTY
    await send({"type": "http.response.start", "status": status, "headers": fields})
    await send({"type": "http.response.body", "body": body})
