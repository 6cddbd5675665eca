"""The web port: slow clients lose their connection, and headers of a client change nothing about its address."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn

from config.env import BadSetting, networks
from config.http_timeouts import TimedHttpProtocol
from config.web import server_options
from tests.waiting import until_async

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class QuickProtocol(TimedHttpProtocol):
    """The same limits, a tenth and less as long."""

    HEAD_S = 0.4
    BODY_S = 0.4
    MOST_OPEN_HEADS = 200


async def echo(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Answers with what it knows of the client, and with the length of the body."""
    if scope["type"] == "lifespan":
        for reply in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{reply}.complete"})
        return
    length, more = 0, True
    while more:
        message = await receive()
        length, more = length + len(message.get("body", b"")), message.get("more_body", False)
    body = json.dumps({"client": scope["client"][0], "scheme": scope["scheme"], "length": length}).encode()
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@asynccontextmanager
async def serving(trusted: Sequence[str] = ()) -> AsyncIterator[int]:
    options = {
        **server_options(trusted),
        "http": QuickProtocol,
        "loop": "asyncio",
        "log_level": "error",
        "timeout_keep_alive": 1,
    }
    server = uvicorn.Server(uvicorn.Config(echo, host="127.0.0.1", port=0, **options))
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    running = asyncio.create_task(server._serve())
    await until_async(_started(server))
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await running


def _started(server: uvicorn.Server) -> Any:
    async def started() -> bool:
        return bool(server.started)

    return started


async def connect(port: int, text: bytes = b"") -> Connection:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(text)
    await writer.drain()
    return reader, writer


async def answer_to(port: int, *headers: str) -> dict[str, Any]:
    head = "\r\n".join(["GET / HTTP/1.1", "Host: x", "Connection: close", *headers, "", ""])
    reader, writer = await connect(port, head.encode())
    raw = await asyncio.wait_for(reader.read(), 10)
    writer.close()
    found: dict[str, Any] = json.loads(raw.partition(b"\r\n\r\n")[2])
    return found


async def closed(connection: Connection) -> bytes:
    """What the server sent before it closed the connection; raises TimeoutError if it does not."""
    reader, writer = connection
    with contextlib.suppress(ConnectionResetError):
        found = await asyncio.wait_for(reader.read(), 10)
        writer.close()
        return found
    return b""


async def test_150_half_heads_are_closed_and_others_are_answered_meanwhile() -> None:
    async with serving() as port:
        half = [await connect(port, b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ") for _number in range(150)]
        assert (await answer_to(port))["client"] == "127.0.0.1"
        answers = await asyncio.gather(*(closed(connection) for connection in half))
        assert {answer.split(b" ")[1] for answer in answers} == {b"408"}
        assert not TimedHttpProtocol._open_heads


@pytest.mark.parametrize(
    "begin",
    [
        b"",
        b"\r\n",
        b"G",
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
    ],
    ids=["nothing", "blank line", "one letter", "blank line after an answer", "second head", "body", "chunks"],
)
async def test_whatever_is_begun_and_not_ended_is_closed(begin: bytes) -> None:
    async with serving() as port:
        await closed(await connect(port, begin))


async def test_a_byte_now_and_then_does_not_keep_a_head_open() -> None:
    async with serving() as port:
        reader, writer = await connect(port, b"GET / HTTP/1.1\r\n")
        with contextlib.suppress(ConnectionError):
            for _number in range(100):
                writer.write(b"X: y\r\n")
                await writer.drain()
                with contextlib.suppress(TimeoutError):
                    assert b" 408 " in await asyncio.wait_for(reader.readline(), 0.05)
                    return
        pytest.fail("the connection stayed open")


async def test_a_body_that_keeps_its_rate_may_take_longer() -> None:
    async with serving() as port:
        reader, writer = await connect(port, b"POST / HTTP/1.1\r\nConnection: close\r\nContent-Length: 60000\r\n\r\n")
        for _number in range(12):
            writer.write(b"x" * 5_000)
            await writer.drain()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(reader.read(1), 0.06)
        assert b'"length": 60000' in await closed((reader, writer))


async def test_an_endless_head_is_refused() -> None:
    async with serving() as port:
        answer = await closed(await connect(port, b"GET / HTTP/1.1\r\nX: " + b"y" * 100_000))
        assert answer.startswith(b"HTTP/1.1 431 ")


async def test_the_oldest_open_head_goes_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuickProtocol, "MOST_OPEN_HEADS", 3)
    monkeypatch.setattr(QuickProtocol, "HEAD_S", 30.0)
    async with serving() as port:
        half = [await connect(port, b"GET / HTTP/1.1\r\n") for _number in range(4)]
        assert (await answer_to(port))["length"] == 0
        assert b" 408 " in await closed(half[0])
        for _reader, writer in half:
            writer.close()


@pytest.mark.parametrize(
    ("trusted", "forwarded", "client"),
    [
        ([], "9.9.9.9", "127.0.0.1"),
        (["10.0.0.0/8"], "9.9.9.9", "127.0.0.1"),
        (["127.0.0.1"], "9.9.9.9", "9.9.9.9"),
        (["127.0.0.0/8"], "6.6.6.6, 9.9.9.9", "9.9.9.9"),
        (["127.0.0.1", "10.0.0.0/8"], "6.6.6.6, 9.9.9.9, 10.1.1.1", "9.9.9.9"),
    ],
)
async def test_only_a_trusted_proxy_says_who_the_client_is(trusted: list[str], forwarded: str, client: str) -> None:
    async with serving(trusted) as port:
        seen = await answer_to(port, f"X-Forwarded-For: {forwarded}", "X-Forwarded-Proto: https")
        assert (seen["client"], seen["scheme"]) == (client, "https" if client != "127.0.0.1" else "http")


@pytest.mark.parametrize("value", ["*", "proxy", "0.0.0.0/0", "::/0", "10.0.0.0/8/8", "10.0.0.1/8"])
def test_proxies_are_addresses_or_networks_and_never_everybody(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PANTAU_TRUSTED_PROXIES", value)
    with pytest.raises(BadSetting):
        networks("PANTAU_TRUSTED_PROXIES")
