"""A body that is too long is refused before it is kept, whether its length was announced or not."""

from typing import Any

import pytest

from config.body_limit import BodyLimit, Receive, Scope, Send


class Reader:
    """An application that reads the whole body, then answers."""

    def __init__(self) -> None:
        self.read = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        more = True
        while more:
            message = await receive()
            self.read += len(message["body"])
            more = message["more_body"]
        await send({"type": "http.response.start", "status": 200, "headers": []})


async def status_of(parts: list[bytes], headers: list[tuple[bytes, bytes]], reader: Reader) -> int:
    status: int = (await answer_to(parts, headers, reader))[0]["status"]
    return status


async def answer_to(parts: list[bytes], headers: list[tuple[bytes, bytes]], reader: Reader) -> list[dict[str, Any]]:
    waiting = [
        {"type": "http.request", "body": part, "more_body": place < len(parts) - 1} for place, part in enumerate(parts)
    ]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return waiting.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await BodyLimit(reader, limit=100)({"type": "http", "headers": headers}, receive, send)
    return sent


@pytest.mark.parametrize(("accept", "kind"), [(b"text/html,*/*", b"text/html"), (b"*/*", b"text/plain")])
async def test_a_browser_gets_a_page_and_a_program_a_line(accept: bytes, kind: bytes) -> None:
    start, body = await answer_to([b"x" * 101], [(b"content-length", b"101"), (b"accept", accept)], Reader())
    headers = dict(start["headers"])
    assert headers[b"content-type"].startswith(kind)
    assert b"56 MB" in body["body"]
    assert int(headers[b"content-length"]) == len(body["body"])


async def test_a_body_within_the_limit_passes() -> None:
    assert await status_of([b"x" * 60, b"x" * 40], [(b"content-length", b"100")], Reader()) == 200


async def test_an_announced_length_is_refused_unread() -> None:
    reader = Reader()
    assert await status_of([b"x" * 101], [(b"content-length", b"101")], reader) == 413
    assert reader.read == 0


@pytest.mark.parametrize("headers", [[], [(b"content-length", b"7")], [(b"content-length", b"nonsense")]])
async def test_a_length_that_is_hidden_or_lied_about_is_found(headers: list[tuple[bytes, bytes]]) -> None:
    reader = Reader()
    assert await status_of([b"x" * 60] * 50, headers, reader) == 413
    assert reader.read <= 100
