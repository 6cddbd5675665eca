"""Durable positions a second from Teltonika trackers, with zones and every detector, against what the database does.

Three ways to store the same rows in one run, on one database:

- 500 trackers on a connection each send packets of records (Codec 8 Extended, a dozen IO elements) to the gateway and
  wait for its acknowledgement, which comes after the commit; 200 zones of 100 vertices and all detectors are on;
- one binary COPY of the same rows into a table like the gateway's, with all of its indexes;
- row by row, each INSERT with the UPDATE of the device's latest position in a transaction of its own.

``ack_p99_ms`` is taken at half of the measured load, from the last byte of a packet to its acknowledgement;
``bytes_per_connection`` is the growth of the gateway's memory with 2,000 trackers logged in, before any load.
"""

import argparse
import asyncio
import json
import os
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

import django
import psycopg
import uvloop
from asgiref.sync import sync_to_async

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
django.setup()

from benchmarks._centre import draw_zones, gateway, ports, register, resident_bytes, watch_for_everything  # noqa: E402
from benchmarks._drives import Vehicle  # noqa: E402
from benchmarks._storing import one_copy, row_at_a_time, rows_of  # noqa: E402
from benchmarks._trackers import Fleet  # noqa: E402
from fleet.models import VehicleEvent  # noqa: E402
from fleet.pipeline import columns  # noqa: E402
from fleet.protocols.fix import Fix  # noqa: E402
from fleet.protocols.stream import Session  # noqa: E402
from fleet.protocols.teltonika import PROTOCOL  # noqa: E402
from kit.conninfo import conninfo  # noqa: E402

IDLE = 2_000


@dataclass(frozen=True)
class Plan:
    """How much is sent, and how."""

    positions: int
    rows: int
    records: int
    connections: int
    zones: int
    vertices: int
    processes: int


def main() -> None:
    """Measure, and print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--positions", type=int, default=300_000, help="positions at full load, and in the COPY")
    parser.add_argument("--rows", type=int, default=3_000, help="row-at-a-time inserts")
    parser.add_argument("--records", type=int, default=10, help="records of one packet")
    parser.add_argument("--connections", type=int, default=500)
    parser.add_argument("--zones", type=int, default=200)
    parser.add_argument("--vertices", type=int, default=100)
    parser.add_argument("--processes", type=int, default=2, help="processes of the gateway")
    plan = Plan(**vars(parser.parse_args()))
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        print(json.dumps(runner.run(measure(plan))))


async def measure(plan: Plan) -> dict[str, Any]:
    """All three ways, one after the other."""
    imeis = [f"{350_000_000_000_000 + n}" for n in range(plan.connections)]
    each = plan.positions // plan.connections // plan.records
    start_s = int(time.time()) - 2 * each * plan.records - 60
    vehicles = [Vehicle(n, start_s) for n in range(plan.connections)]
    full = [list(vehicle.packets(each, plan.records)) for vehicle in vehicles]
    half = [list(vehicle.packets(each // 2, plan.records)) for vehicle in vehicles]
    zones = await sync_to_async(draw_zones)(plan.zones, plan.vertices)
    agency = await sync_to_async(watch_for_everything)(zones)
    async with await psycopg.AsyncConnection[Any].connect(conninfo(), autocommit=True) as link:
        columns.register(link)
        devices = await register(link, imeis, agency.pk)
        at = ports("osmand", "teltonika")
        async with gateway(plan.processes, **at) as process:
            idle = await idle_bytes(process.pid, at["teltonika"])
            fleet = await Fleet.connect(at["teltonika"], imeis)
            seconds, _ = await fleet.send(full)
            rate = len(imeis) * each * plan.records / seconds
            await check(link, len(imeis) * each * plan.records)
            pause = len(imeis) * plan.records / (rate / 2)
            half_seconds, waits = await fleet.send(half, pause_s=pause)
            fleet.close()
        events = await VehicleEvent.objects.acount()
        rows, states = rows_of(decoded(full, imeis), devices)
        copied = await one_copy(link, rows, states)
        by_row = await row_at_a_time(link, rows, states, plan.rows)
    return {
        "positions_per_s": round(rate),
        "ratio_copy": round(rate / copied, 3),
        "ratio_row": round(rate / by_row, 2),
        "ack_p99_ms": round(statistics.quantiles(waits, n=100)[98] * 1000, 1),
        "ack_p50_ms": round(statistics.median(waits) * 1000, 1),
        "half_load_per_s": round(len(imeis) * (each // 2) * plan.records / half_seconds),
        "bytes_per_connection": round(idle),
        "copy_per_s": round(copied),
        "row_per_s": round(by_row),
        "events": events,
        "setting": {**vars(plan), "cores": os.cpu_count(), "at": datetime.now(UTC).isoformat(timespec="seconds")},
    }


async def check(link: psycopg.AsyncConnection[Any], expected: int) -> None:
    """Raise RuntimeError unless exactly the acknowledged positions are there."""
    found = await (await link.execute("SELECT count(*) FROM fleet_position")).fetchone()
    if found is None or found[0] != expected:
        raise RuntimeError(f"{expected} positions were acknowledged, the table holds {found}")


async def idle_bytes(pid: int, port: int) -> float:
    """Memory that one more tracker takes which is logged in and says nothing."""
    before = resident_bytes(pid)
    idle = await Fleet.connect(port, [f"{360_000_000_000_000 + n}" for n in range(IDLE)])
    grown = resident_bytes(pid) - before
    idle.close()
    return grown / IDLE


def decoded(packets: Sequence[Sequence[bytes]], imeis: Sequence[str]) -> list[Fix]:
    """The fixes of all packets."""
    fixes: list[Fix] = []
    for imei, own in zip(imeis, packets, strict=True):
        session = Session(identity=imei)
        for piece in own:
            fixes += cast(list[Fix], PROTOCOL.decode(piece, session, datetime.now(UTC)).messages)
    return fixes


if __name__ == "__main__":
    main()
