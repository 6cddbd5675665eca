"""The TLS listener of TAK clients: handshakes that never end are bounded in time and number, and others get through."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvloop

from benchmarks.frames.authored import authored
from fleet.gateway.cot import cot_listeners
from fleet.gateway.cot_out import CotOut
from fleet.gateway.group_commit import GroupCommit
from fleet.gateway.networks import read_networks
from fleet.gateway.options import GatewayOptions
from fleet.protocols.fix import Fix
from tests.certificates import authority
from tests.fleet.tracker_listeners import Shelf
from tests.slow_clients import Connection, closed, connect, is_true
from tests.wait_for import until_async

EVENT = authored()["cot"][0]


Run = Callable[[Coroutine[Any, Any, None]], None]


@pytest.fixture(params=[asyncio.new_event_loop, uvloop.new_event_loop], ids=["asyncio", "uvloop"])
def run(request: pytest.FixtureRequest) -> Iterator[Run]:
    """Runs a coroutine in the tests' loop, and in that of the gateway: each has a TLS of its own."""
    with asyncio.Runner(loop_factory=request.param) as runner:
        yield runner.run


@dataclass(frozen=True)
class Keys:
    """What the listener is opened with, and what clients come with."""

    out: dict[str, Any]
    client: ssl.SSLContext
    stranger: ssl.SSLContext


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    folder = tmp_path_factory.mktemp("certificates")
    own, other = authority(folder), authority(folder, "other")
    certificate, key = own.issue("gateway")
    out = {"certificate": str(certificate), "key": str(key), "client_ca": str(own.certificate)}
    return Keys(out, _client(own.certificate, own.issue("client")), _client(own.certificate, other.issue("stranger")))


def _client(trusted: Path, files: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=str(trusted))
    context.load_cert_chain(*files)
    return context


@dataclass
class Listener:
    """Where it is, and what was stored."""

    port: int
    shelf: Shelf
    keys: Keys

    async def serve_client(self) -> None:
        """A client with a certificate sends its place, which is stored."""
        before = len(self.shelf.kept)
        async with asyncio.timeout(10):
            _, writer = await connect(self.port, EVENT, self.keys.client)
        await until_async(is_true(lambda: len(self.shelf.kept) > before), what="the client's place")
        delivery = self.shelf.kept[before]
        assert (delivery.transport, type(delivery.messages[0])) == ("tls", Fix)
        writer.close()


@asynccontextmanager
async def open_cot(keys: Keys, networks: str = "", **changes: Any) -> AsyncIterator[Listener]:
    given = {"database": "host=/nowhere", "redis_url": "unix:///nowhere", "host": "127.0.0.1", "tracker_frame_s": 0.4}
    options, shelf = GatewayOptions(**given, networks=read_networks(networks)), Shelf()  # type: ignore[arg-type]
    commits = GroupCommit(shelf, options)
    storing = asyncio.create_task(commits.run())
    try:
        async with cot_listeners(commits, options, CotOut(0, **keys.out, **changes)) as (line,):
            yield Listener(int(line.rpartition(":")[2]), shelf, keys)
    finally:
        storing.cancel()


def client_hello() -> bytes:
    """What a client says first."""
    said = ssl.MemoryBIO()
    with pytest.raises(ssl.SSLWantReadError):
        ssl.create_default_context().wrap_bio(ssl.MemoryBIO(), said, server_hostname="localhost").do_handshake()
    return said.read()


async def half_handshakes(port: int, count: int, source: str = "127.0.0.1") -> list[Connection]:
    """Silent ones, ones that say half of their hello, and ones that do not go on after it."""
    hello, connections = client_hello(), []
    for number in range(count):
        reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0))
        writer.write((b"", hello[: len(hello) // 2], hello)[number % 3])
        connections.append((reader, writer))
    return connections


def read_ahead(connections: list[Connection]) -> list[asyncio.Task[bytes]]:
    """Read what the listener says until it closes each."""
    return [asyncio.create_task(closed(connection)) for connection in connections]


def test_half_handshakes_end_in_time_and_a_client_is_served_meanwhile(run: Run, keys: Keys) -> None:
    async def trial() -> None:
        async with open_cot(keys, handshake_s=0.6) as listener:
            half = read_ahead(await half_handshakes(listener.port, 60))
            await listener.serve_client()
            assert not all(one.done() for one in half)
            await asyncio.gather(*half)

    run(trial())


def test_half_handshakes_are_bounded_in_number_and_a_client_is_served_meanwhile(run: Run, keys: Keys) -> None:
    async def trial() -> None:
        async with open_cot(keys, handshakes=20) as listener:
            half = read_ahead(await half_handshakes(listener.port, 60))
            await until_async(is_true(lambda: sum(one.done() for one in half) >= 40), what="the end of the oldest")
            assert sum(one.done() for one in half) == 40
            await listener.serve_client()
            assert sum(one.done() for one in half) == 41
            for one in half:
                one.cancel()

    run(trial())


def test_the_address_with_most_handshakes_gives_way(run: Run, keys: Keys) -> None:
    async def trial() -> None:
        async with open_cot(keys, handshakes=20) as listener:
            (slow,) = read_ahead(await half_handshakes(listener.port, 1))
            flood = read_ahead(await half_handshakes(listener.port, 60, source="127.0.0.2"))
            await until_async(is_true(lambda: sum(one.done() for one in flood) >= 41), what="the end of the oldest")
            assert not slow.done()
            for one in (slow, *flood):
                one.cancel()

    run(trial())


@pytest.mark.parametrize("text", [b"GET / HTTP/1.1\r\n\r\n", b"\0" * 20_000, EVENT], ids=["HTTP", "NULs", "CoT"])
def test_what_is_no_tls_is_closed_at_once(run: Run, keys: Keys, text: bytes) -> None:
    async def trial() -> None:
        async with open_cot(keys) as listener:
            await closed(await connect(listener.port, text))
            assert listener.shelf.kept == []
            await listener.serve_client()

    run(trial())


def test_a_client_of_another_authority_is_not_heard(run: Run, keys: Keys) -> None:
    async def trial() -> None:
        async with open_cot(keys) as listener:
            with suppress(ssl.SSLError):
                await closed(await connect(listener.port, EVENT, keys.stranger))
            await listener.serve_client()
            assert len(listener.shelf.kept) == 1

    run(trial())


def test_a_client_that_says_nothing_after_its_handshake_is_closed(run: Run, keys: Keys) -> None:
    async def trial() -> None:
        async with open_cot(keys) as listener:
            async with asyncio.timeout(10):
                assert await closed(await connect(listener.port, b"", keys.client)) == b""

    run(trial())


def test_an_address_beyond_the_networks_is_closed_before_its_handshake(run: Run, keys: Keys) -> None:
    async def trial() -> None:
        async with open_cot(keys, networks="cot_tls=127.0.0.1") as listener:
            (one,) = await half_handshakes(listener.port, 1, source="127.0.0.2")
            await closed(one)
            await listener.serve_client()

    run(trial())
