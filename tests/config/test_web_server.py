"""The web port: slow clients lose their connection, and headers of a client change nothing about its address."""

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
import uvicorn

from config.env import BadSetting, networks
from config.web import server_options
from kit.net.http_limits import HttpLimits, LimitedHttpProtocol, limited_http
from tests.slow_clients import closed, connect, dripped, is_true
from tests.wait_for import until_async

QUICK = HttpLimits(head_s=0.4, body_s=0.4, most_open_heads=200, unread_s=0.4)
MUCH = 30_000_000
"""More bytes than the system takes for a client that does not read."""


async def echo(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Answers with what it knows of the client and the length of the body; to two paths otherwise."""
    if scope["type"] == "lifespan":
        for reply in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{reply}.complete"})
        return
    length, more = 0, scope["path"] != "/refused"
    while more:
        message = await receive()
        length, more = length + len(message.get("body", b"")), message.get("more_body", False)
    body = json.dumps({"client": scope["client"][0], "scheme": scope["scheme"], "length": length}).encode()
    body = b"x" * MUCH if scope["path"] == "/much" else body
    headers = [(b"content-length", str(len(body)).encode())]
    status = 413 if scope["path"] == "/refused" else 200
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@dataclass
class Serving:
    """A server's port, and its connections."""

    port: int
    protocol: type[LimitedHttpProtocol]
    connections: Collection[object]


@asynccontextmanager
async def serving(trusted: Sequence[str] = (), limits: HttpLimits = QUICK) -> AsyncIterator["Serving"]:
    protocol = limited_http(limits)
    options = {
        **server_options(trusted),
        "http": protocol,
        "loop": "asyncio",
        "log_level": "error",
        "timeout_keep_alive": 1,
    }
    server = uvicorn.Server(uvicorn.Config(echo, host="127.0.0.1", port=0, **options))
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    running = asyncio.create_task(server._serve())
    await until_async(_started(server))
    try:
        yield Serving(server.servers[0].sockets[0].getsockname()[1], protocol, server.server_state.connections)
    finally:
        server.should_exit = True
        await running


def _started(server: uvicorn.Server) -> Any:
    async def started() -> bool:
        return bool(server.started)

    return started


async def answer_to(port: int, *headers: str) -> dict[str, Any]:
    head = "\r\n".join(["GET / HTTP/1.1", "Host: x", "Connection: close", *headers, "", ""])
    reader, writer = await connect(port, head.encode())
    raw = await asyncio.wait_for(reader.read(), 10)
    writer.close()
    found: dict[str, Any] = json.loads(raw.partition(b"\r\n\r\n")[2])
    return found


async def test_150_half_heads_are_closed_and_others_are_answered_meanwhile() -> None:
    async with serving() as server:
        half = [await connect(server.port, b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ") for _number in range(150)]
        assert (await answer_to(server.port))["client"] == "127.0.0.1"
        answers = await asyncio.gather(*(closed(connection) for connection in half))
        assert {answer.split(b" ")[1] for answer in answers} == {b"408"}
        assert not server.protocol.open_heads


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
    async with serving() as server:
        await closed(await connect(server.port, begin))


async def test_a_byte_now_and_then_does_not_keep_a_head_open() -> None:
    async with serving() as server:
        assert b" 408 " in await dripped(await connect(server.port, b"GET / HTTP/1.1\r\n"), b"X: y\r\n")


async def test_a_body_that_keeps_its_rate_may_take_longer() -> None:
    async with serving() as server:
        reader, writer = await connect(
            server.port, b"POST / HTTP/1.1\r\nConnection: close\r\nContent-Length: 60000\r\n\r\n"
        )
        for _number in range(12):
            writer.write(b"x" * 5_000)
            await writer.drain()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(reader.read(1), 0.06)
        assert b'"length": 60000' in await closed((reader, writer))


async def test_an_endless_head_is_refused() -> None:
    async with serving() as server:
        answer = await closed(await connect(server.port, b"GET / HTTP/1.1\r\nX: " + b"y" * 100_000))
        assert answer.startswith(b"HTTP/1.1 431 ")


async def test_the_oldest_open_head_goes_when_there_are_too_many() -> None:
    async with serving(limits=replace(QUICK, most_open_heads=3, head_s=30.0)) as server:
        half = [await connect(server.port, b"GET / HTTP/1.1\r\n") for _number in range(4)]
        assert (await answer_to(server.port))["length"] == 0
        assert b" 408 " in await closed(half[0])
        for _reader, writer in half:
            writer.close()


async def test_a_body_that_drips_after_its_answer_is_ended_in_time() -> None:
    async with serving() as server:
        connection = await connect(server.port, b"POST /refused HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")
        answer = await dripped(connection, b"400\r\n" + b"x" * 1024 + b"\r\n")
        assert answer.startswith(b"HTTP/1.1 413 ")


async def test_a_client_that_reads_no_answer_is_dropped() -> None:
    async with serving() as server:
        with socket.create_connection(("127.0.0.1", server.port)) as client:
            client.sendall(b"GET /much HTTP/1.1\r\n\r\n")
            await until_async(is_true(lambda: server.connections), what="the connection")
            await until_async(is_true(lambda: not server.connections), what="the end of the connection")


async def test_a_client_that_reads_slowly_hears_everything() -> None:
    async with serving() as server:
        reader, writer = await connect(server.port, b"GET /much HTTP/1.1\r\nConnection: close\r\n\r\n")
        heard = 0
        began = asyncio.get_running_loop().time()
        while piece := await asyncio.wait_for(reader.read(1_000_000), 10):
            heard += len(piece)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(asyncio.Event().wait(), 0.01)
        assert heard > MUCH
        assert asyncio.get_running_loop().time() - began > QUICK.unread_s
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
    async with serving(trusted) as server:
        seen = await answer_to(server.port, f"X-Forwarded-For: {forwarded}", "X-Forwarded-Proto: https")
        assert (seen["client"], seen["scheme"]) == (client, "https" if client != "127.0.0.1" else "http")


@pytest.mark.parametrize("value", ["*", "proxy", "0.0.0.0/0", "::/0", "10.0.0.0/8/8", "10.0.0.1/8"])
def test_proxies_are_addresses_or_networks_and_never_everybody(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PANTAU_TRUSTED_PROXIES", value)
    with pytest.raises(BadSetting):
        networks("PANTAU_TRUSTED_PROXIES")
