"""A limit on what a request may carry, before anything of it is kept."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Application = Callable[..., Awaitable[None]]

MAX_BODY: Final = 56 * 1024 * 1024
"""Five photos of ten megabytes, and the form around them."""


_PAGE: Final = b"""<!doctype html>
<html lang="id">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>Pantau</title>
<main id="content" tabindex="-1">
<h1>Kiriman terlalu besar</h1>
<p>Paling banyak 56 MB. Kembali, lalu kirim foto yang lebih sedikit atau lebih kecil.</p>
<p lang="en">The request is too large: at most 56 MB. Go back and send fewer or smaller pictures.</p>
<p><a href="/">Halaman pertama</a></p>
</main>
</html>
"""


class TooLarge(Exception):
    """The body is longer than allowed."""


class BodyLimit:
    """Answers 413 to a longer body: at once when its length is announced, else as soon as it is passed."""

    def __init__(self, application: Application, limit: int = MAX_BODY) -> None:
        self._application = application
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if _announced(scope) > self._limit:
            await _refuse(scope, send)
            return
        taken, answering = 0, False

        async def counted() -> dict[str, Any]:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._limit:
                raise TooLarge
            return message

        async def watched(message: dict[str, Any]) -> None:
            nonlocal answering
            answering = True
            await send(message)

        try:
            await self._application(scope, counted, watched)
        except TooLarge:
            if answering:
                raise
            await _refuse(scope, send)


def _announced(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


async def _refuse(scope: Scope, send: Send) -> None:
    """A page for browsers, light as the portal where photos are sent, in both languages; a line for programs."""
    page = any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])
    body = _PAGE if page else b"The request is too large: at most 56 MB. Send fewer or smaller pictures.\n"
    headers = [
        (b"content-type", b"text/html; charset=utf-8" if page else b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
        (b"x-content-type-options", b"nosniff"),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
