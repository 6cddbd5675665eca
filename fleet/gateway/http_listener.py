"""What the HTTP listeners of phones share, as an ASGI application: limits, clients and the answer after the commit.

A phone deletes a record on a 2xx answer and otherwise sends the same record for ever. So: 200 when the record is
durable, in the table or in quarantine; 503 when it is not; a 4xx only for what no phone sends.
"""

import abc
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

from fleet.gateway.byte_budget import ByteAccount, ByteBudget
from fleet.gateway.errors import Unavailable
from fleet.gateway.group_commit import GroupCommit
from fleet.gateway.networks import AllowedNetworks
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


class _BodyTooLarge(Exception):
    """More than a client of these listeners ever has to say."""


class _TooManyBodies(Exception):
    """More in all requests together than this process wants to hold."""


class _Gone(Exception):
    """The client hung up in the middle. Half a body may look like a whole one with other numbers."""


class HttpListener(abc.ABC):
    """Answers requests; ``healthy`` says whether the database can be written. A listener adds how a request is read."""

    name = ""
    """Of the listener, as the settings know it."""
    welcome = b""
    """What a visitor is told at the root."""

    def __init__(self, commits: GroupCommit, healthy: Healthy, options: GatewayOptions) -> None:
        self._commits = commits
        self._healthy = healthy
        self._options = options
        self._networks = AllowedNetworks(self.name, options.networks)
        self._held = ByteBudget(options.held_body_bytes)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """The ASGI entry; only HTTP comes here."""
        if not self._networks.admits(client_address(scope)):
            await answer(send, 403, b"not from your network\n", [(b"connection", b"close")])
            return
        if scope["method"] in _SENSELESS:
            await answer(send, 405, b"send a record with any other method\n", [(b"allow", _ALLOWED)])
            return
        announced = _announced_bytes(scope)
        if announced == 0:
            await self.records(scope, b"", send)
        elif announced > self._options.max_body_bytes:
            await _too_large(send)
        else:
            await self._with_body(scope, receive, send)

    @abc.abstractmethod
    async def records(self, scope: Message, body: bytes, send: Send) -> None:
        """Store what a request brings, and answer it."""

    async def store(self, delivery: Delivery, send: Send) -> bool:
        """Whether it is durable now; if not, that has been answered."""
        try:
            await self._commits.enqueue(delivery)
        except Unavailable:
            await _try_again(send)
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

    async def _with_body(self, scope: Message, receive: Receive, send: Send) -> None:
        parts: list[bytes] = []
        with self._held.open_account() as account:
            if await self._came(receive, send, parts, account):
                await self.records(scope, b"".join(parts), send)

    async def _came(self, receive: Receive, send: Send, parts: list[bytes], account: ByteAccount) -> bool:
        """Whether the whole body is in ``parts`` now; if not, that has been answered."""
        try:
            await self._read(receive, parts, account)
        except _BodyTooLarge:
            await _too_large(send)
        except _TooManyBodies:
            await _try_again(send)
        except _Gone:
            return False  # to nobody
        else:
            return True
        return False

    async def _read(self, receive: Receive, parts: list[bytes], account: ByteAccount) -> None:
        """Append the body to ``parts``, as it comes, and count it; the server ends one that comes too slowly."""
        size, more = 0, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise _Gone
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > self._options.max_body_bytes:
                raise _BodyTooLarge
            if not account.resize(size):
                raise _TooManyBodies
            more = message.get("more_body", False)


def _announced_bytes(scope: Message) -> int:
    """How much follows the head; -1 where that is not said. Without either header nothing can (RFC 9112, 6.3)."""
    size = 0
    for name, value in scope["headers"]:
        if name == b"transfer-encoding":
            return -1
        if name == b"content-length":
            size = int(value)  # digits, or the server has refused it
    return size


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


async def _too_large(send: Send) -> None:
    await answer(send, 413, b"too large\n")


async def _try_again(send: Send) -> None:
    await answer(send, 503, b"try again\n", [(b"retry-after", _RETRY_AFTER_S)])
