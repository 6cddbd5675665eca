"""Rounds in which all hostile inputs come at once, and the figures."""

import asyncio
import itertools
import random
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any, TypeVar

from benchmarks._ready import HOST
from benchmarks.hostile_inputs import documents, pictures, slow, sockets
from benchmarks.hostile_inputs.http_client import send
from benchmarks.hostile_inputs.probe import Probe, probing
from benchmarks.hostile_inputs.target import Tally, Target, resident_mb

T = TypeVar("T")


@dataclass(frozen=True)
class Plan:
    """How much of everything: ``pictures`` in the whole run, the others in each round. A round ends after ``round_s``
    seconds, with whatever was not yet sent."""

    rounds: int = 5
    seed: int = 1
    pictures: int = 12_000
    photos: int = 150
    bombs: int = 4
    sockets: int = 90
    socket_s: float = 15.0
    slow: int = 150
    requests: int = 2_000
    workers: int = 6
    round_s: float = 75.0
    warm_up: bool = True
    kinds: tuple[str, ...] = ()


async def play(plan: Plan, target: Target) -> dict[str, Any]:
    """Warm up, play the rounds; the figures."""
    tally, probes = Tally(), []
    if plan.warm_up:
        warming = replace(plan, photos=40, bombs=1, sockets=36, round_s=plan.round_s / 2)
        await _round(warming, target, tally, iter(pictures.malformed(plan.seed + 1, 100)), plan.seed)
        tally = Tally(errors=tally.errors)
    before, _ = resident_mb(target.web.pid)
    made = iter(pictures.malformed(plan.seed, plan.pictures))
    for number in range(plan.rounds):
        share = itertools.islice(made, plan.pictures // plan.rounds)
        probe = await _round(plan, target, tally, share, plan.seed + number)
        probes.append(probe)
        own, children = resident_mb(target.web.pid)
        say = f"round {number}: /healthz at most {probe.slowest_ms:.0f} ms, p99 {probe.percentile_ms(0.99):.0f} ms"
        print(f"{say}; web {own:.0f} MB, its children {children:.0f} MB; {len(tally.errors)} errors", file=sys.stderr)
    after, children = resident_mb(target.web.pid)
    errors = tally.errors + target.log_errors()
    for error in sorted(set(errors)):
        print(f"error: {error}", file=sys.stderr)
    return {
        "healthz_max_ms": round(statistics.median(probe.slowest_ms for probe in probes), 1),
        "rss_growth_mb": round(after - before, 1),
        "errors": len(errors),
        "refused": tally.refused,
        "unanswered": tally.unanswered,
        "rss_mb": round(after, 1),
        "rss_children_mb": round(children, 1),
        "healthz_rounds_ms": [round(probe.slowest_ms, 1) for probe in probes],
        "healthz_p99_ms": round(statistics.median(probe.percentile_ms(0.99) for probe in probes), 1),
        "probes": sum(len(probe.times_ms) for probe in probes),
        "answers": dict(sorted(tally.answers.items())),
        "slowest_s": dict(sorted(tally.slowest_s.items())),
        "error_list": sorted(set(errors))[:20],
        "setting": asdict(plan),
    }


async def _round(plan: Plan, target: Target, tally: Tally, malformed: Iterator[bytes], seed: int) -> Probe:
    ended, deadline = asyncio.Event(), time.monotonic() + plan.round_s

    async def share(items: Iterator[T], act: Callable[[T], Awaitable[object]], workers: int) -> None:
        """So many items at once, until there are no more or the round is over."""

        async def work() -> None:
            for item in items:
                if time.monotonic() > deadline:
                    return
                await act(item)

        await asyncio.gather(*(work() for _ in range(workers)))

    photos = iter(list(itertools.islice(malformed, plan.photos)))
    cameras = iter(target.accounts.cameras * plan.bombs)
    bombs = iter(list(pictures.bombs().items()) * plan.bombs)
    chance = random.Random(seed)
    shapes = iter(_shuffled(chance, [geometry for _, geometry in documents.geometries(seed)]))
    requests = iter(_shuffled(chance, list(documents.requests(target.accounts)))[: plan.requests])
    each: dict[str, Callable[[], Awaitable[Any]]] = {
        "pictures": lambda: asyncio.gather(
            pictures.decode_directly(tally, malformed, 2),
            share(photos, lambda data: pictures.post_photo(target, tally, "photo", data, portal=False), 3),
            share(bombs, lambda bomb: _bomb(target, tally, *bomb), 3),
            share(cameras, lambda camera: pictures.look_at(target, tally, camera), 2),
        ),
        "geometries": lambda: share(shapes, lambda text: documents.send_geometry(target, tally, text), plan.workers),
        "json": lambda: share(
            requests, lambda one: send(target, tally, "JSON" if one.method != "GET" else "query", one), plan.workers
        ),
        "sockets": lambda: share(iter(range(plan.sockets)), lambda n: sockets.act(target, tally, n, plan.socket_s), 18),
    }
    async with probing(target.web_port) as probe:
        standing = [asyncio.ensure_future(_drive(target, ended))]
        if not plan.kinds or "slow" in plan.kinds:
            standing.append(asyncio.ensure_future(slow.hold_connections(target, tally, plan.slow, ended)))
        await asyncio.gather(*(run() for name, run in each.items() if not plan.kinds or name in plan.kinds))
        ended.set()
        await asyncio.gather(*standing)
    return probe


def _shuffled(chance: random.Random, items: list[T]) -> list[T]:
    return chance.sample(items, len(items))


async def _bomb(target: Target, tally: Tally, name: str, data: bytes) -> None:
    await pictures.post_photo(target, tally, f"bomb {name}", data, portal=True)
    await pictures.post_photo(target, tally, f"bomb {name}", data, portal=False)


async def _drive(target: Target, until: asyncio.Event) -> None:
    """The fleet goes on: one position of one vehicle after the other, some 40 a second."""
    for number, phone in enumerate(itertools.cycle(target.accounts.phones)):
        if until.is_set():
            return
        lon, lat = 98.2 + number % 500 * 0.001, 2.9 + number % 300 * 0.001
        query = f"/?id={phone}&timestamp={int(time.time())}&lat={lat:.5f}&lon={lon:.5f}&speed=20"
        try:
            reader, writer = await asyncio.open_connection(HOST, target.ports["osmand"])
            writer.write(
                f"POST {query} HTTP/1.1\r\nHost: bench\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()
            )
            await reader.read()
            writer.close()
        except OSError:
            pass
        await asyncio.sleep(0.025)
