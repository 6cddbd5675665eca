"""One position a request, durable, against the same server answering 200 to nothing.

The gateway and a bare ASGI application behind the same server (uvicorn, the same protocol class, loop and number of
processes) take the same requests in turns: Traccar's, with everything in the query, over connections that are kept,
one request under way on each. A position is answered after its commit. Turns are short, and the ratio is the median of
those of neighbouring turns, for a shared machine is now fast, now slow; at the end the table must hold exactly what was
answered.
"""

import argparse
import asyncio
import contextlib
import json
import os
import statistics
import sys
import time
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import Any

import django
import psycopg
import uvloop
from asgiref.sync import sync_to_async

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
django.setup()

from benchmarks._centre import gateway, ports, register  # noqa: E402
from benchmarks._phones import rate  # noqa: E402
from benchmarks._ready import until_ready  # noqa: E402
from kit.conninfo import conninfo  # noqa: E402
from people.models import Agency  # noqa: E402


def main() -> None:
    """Measure, and print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=10_000, help="of one turn")
    parser.add_argument("--turns", type=int, default=15, help="of each of the two")
    parser.add_argument("--connections", type=int, default=500, help="phones that wait for their answer")
    parser.add_argument("--processes", type=int, default=1, help="of the gateway, and of the bare server")
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        print(json.dumps(runner.run(measure(**vars(parser.parse_args())))))


async def measure(requests: int, turns: int, connections: int, processes: int) -> dict[str, Any]:
    """Turn by turn; the first turn of each warms up and is not counted."""
    names = [f"phone-{n}" for n in range(connections)]
    each = max(requests // connections, 1)
    agency = await sync_to_async(Agency.objects.create)(code="bench", name="Bench")
    at = ports("osmand", "bare")
    durable: list[float] = []
    bare: list[float] = []
    async with await psycopg.AsyncConnection[Any].connect(conninfo(), autocommit=True) as link:
        await register(link, names, agency.pk)
        async with gateway(processes, osmand=at["osmand"]), bare_server(processes, at["bare"]):
            start_s = int(time.time()) - (turns + 1) * each - 60
            for turn in range(turns + 1):
                sent = [lines(name, n, start_s + turn * each, each) for n, name in enumerate(names)]
                bare.append(await rate(at["bare"], sent))
                durable.append(await rate(at["osmand"], sent))
                print(f"turn {turn}: bare {bare[-1]:.0f}/s, durable {durable[-1]:.0f}/s", file=sys.stderr)
        found = await (await link.execute("SELECT count(*) FROM fleet_position")).fetchone()
    answered = (turns + 1) * each * connections
    if found is None or found[0] != answered:
        raise RuntimeError(f"{answered} positions were acknowledged, the table holds {found}")
    turns_of_both = list(zip(durable[1:], bare[1:], strict=True))
    return {
        "ratio_bare": round(statistics.median(one / other for one, other in turns_of_both), 3),
        "durable_per_s": round(statistics.median(durable[1:])),
        "bare_per_s": round(statistics.median(bare[1:])),
        "turns": [[round(one), round(other)] for one, other in turns_of_both],
        "setting": {"requests": requests, "turns": turns, "connections": connections, "processes": processes}
        | {"cores": os.cpu_count(), "at": datetime.now(UTC).isoformat(timespec="seconds")},
    }


def lines(name: str, number: int, start_s: int, count: int) -> Sequence[bytes]:
    """The requests of a phone that drives east at 40 km/h, a fix a second."""
    head = (
        "POST /?id={}&timestamp={}&lat={:.6f}&lon={:.6f}&speed=21.6&bearing=90.0&altitude=1200.0&accuracy=5.0&batt=78.0"
    )
    tail = " HTTP/1.1\r\nHost: bench\r\nUser-Agent: Bench\r\nAccept-Encoding: gzip\r\nContent-Length: 0\r\n\r\n"
    return [
        (head.format(name, second, 2.9 + number * 0.005, 98.2 + (second % 5000) * 0.0001) + tail).encode()
        for second in range(start_s, start_s + count)
    ]


@contextlib.asynccontextmanager
async def bare_server(processes: int, port: int) -> AsyncIterator[None]:
    """So many bare servers at a port."""
    command = [sys.executable, "-m", "benchmarks._bare_http", str(port)]
    started = [await asyncio.create_subprocess_exec(*command, stdout=sys.stderr) for _ in range(processes)]
    try:
        await until_ready(port)
        yield
    finally:
        for one in started:
            with contextlib.suppress(ProcessLookupError):
                one.terminate()
            await one.wait()


if __name__ == "__main__":
    main()
