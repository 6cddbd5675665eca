"""Durable positions a second, from the socket to the committed row, against what the database does by itself.

Three ways to store the same rows in one run, on one database:

- through the gateway's HTTP door, over keep-alive connections, acknowledged after the commit; once with one position in
  a request, as a phone in motion does, and once with uploads of many, as a phone that was offline does (a JSON array);
- one binary COPY of the same rows into an identical table, partitioned and with its key;
- row by row, each INSERT with the UPDATE of the device's latest position in a transaction of its own.

``positions_per_s`` and the ratios are those of the uploads; ``single_per_s`` is that of single positions.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import django
import httpx
import psycopg
import uvloop
from tqdm import tqdm

from fleet.connection import conninfo
from fleet.pipeline import columns, store
from fleet.pipeline.batch import Batch, Item, Known, Stay
from fleet.pipeline.clock import SECOND_US, microseconds, moment, now_us
from fleet.pipeline.normalise import fill_in
from fleet.protocols.fix import Fix
from fleet.protocols.osmand.flat import KNOT_MPS
from ops.ports import free_ports

DEVICES = 500


@dataclass(frozen=True)
class Plan:
    """How much is sent, and how."""

    positions: int
    singles: int
    rows: int
    upload: int
    connections: int


def main() -> None:
    """Measure, and print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--positions", type=int, default=200_000, help="positions in uploads, and in the COPY")
    parser.add_argument("--singles", type=int, default=20_000, help="positions that come one in a request")
    parser.add_argument("--rows", type=int, default=3_000, help="row-at-a-time inserts")
    parser.add_argument("--upload", type=int, default=50, help="positions of one upload")
    parser.add_argument("--connections", type=int, default=32)
    plan = Plan(**vars(parser.parse_args()))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    django.setup()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        print(json.dumps(runner.run(measure(plan))))


async def measure(plan: Plan) -> dict[str, Any]:
    """All three ways, one after the other."""
    async with await psycopg.AsyncConnection[Any].connect(conninfo(), autocommit=True) as link:
        columns.register(link)
        devices = await register(link)
        (port,) = free_ports(1)
        command = [sys.executable, "-m", "config.gateway", "--host", "127.0.0.1", "--port", str(port)]
        gateway = await asyncio.create_subprocess_exec(*command, stdout=subprocess.DEVNULL)
        try:
            address = f"http://127.0.0.1:{port}"
            await until_ready(address)
            start_us = now_us() - 3600 * SECOND_US
            uploads = await through_the_door(address, plan, plan.positions, plan.upload, start_us)
            await check(link, plan.positions)
            singles = await through_the_door(address, plan, plan.singles, 1, start_us + 1800 * SECOND_US)
            await check(link, plan.positions + plan.singles)
        finally:
            gateway.terminate()
            await gateway.wait()
        copied = await one_copy(link, devices, plan.positions, start_us)
        by_row = await row_at_a_time(link, devices, plan.rows, start_us)
    return {
        "positions_per_s": round(uploads),
        "ratio_copy": round(uploads / copied, 3),
        "ratio_row": round(uploads / by_row, 2),
        "single_per_s": round(singles),
        "copy_per_s": round(copied),
        "row_per_s": round(by_row),
        "setting": {
            "door": "OsmAnd over HTTP, JSON arrays (single: query strings)",
            "gateways": 1,
            "devices": DEVICES,
            "connections": plan.connections,
            "positions": plan.positions,
            "upload": plan.upload,
            "cores": os.cpu_count(),
        },
    }


async def register(link: psycopg.AsyncConnection[Any]) -> dict[str, int]:
    """Devices in vehicles; returns identity -> id."""
    await link.execute(
        "WITH vehicle AS (INSERT INTO fleet_vehicle (name, plate, kind, unit_status, active)"
        "  SELECT 'bench ' || n, 'BENCH ' || n, 'car', 'free', true FROM generate_series(1, %s) n RETURNING id, name),"
        " device AS (INSERT INTO fleet_device (identity, protocol, label, vehicle_id, created_at)"
        "  SELECT name, 'osmand', '', id, now() FROM vehicle RETURNING id, vehicle_id)"
        " INSERT INTO fleet_deviceassignment (device_id, vehicle_id) SELECT id, vehicle_id FROM device",
        [DEVICES],
    )
    found = await link.execute("SELECT identity, id FROM fleet_device WHERE identity LIKE 'bench %%' ORDER BY id", [])
    return dict(await found.fetchall())


async def until_ready(address: str) -> None:
    """Wait until the gateway can write."""
    async with httpx.AsyncClient() as client:
        for _ in range(300):
            try:
                if (await client.get(address + "/healthz")).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.1)
    raise RuntimeError("the gateway did not become ready")


def record(n: int, start_us: int) -> dict[str, Any]:
    """Position ``n`` of the run: devices take turns, each a few metres and some milliseconds after its last."""
    device, turn = n % DEVICES, n // DEVICES
    return {
        "id": f"bench {device + 1}",
        "timestamp": moment(start_us + turn * 100_000).isoformat(),
        "lat": round(3.0 + device * 1e-3 + turn * 1e-5, 7),
        "lon": round(98.0 + device * 1e-3, 7),
        "speed": 21.6,
        "bearing": float(turn % 360),
        "altitude": 1201.5,
        "accuracy": 4.0,
        "batt": 71,
    }


def requests(count: int, upload: int, start_us: int) -> list[bytes]:
    """The requests ready to send, so that making them is not measured."""
    made = []
    for first in range(0, count, upload):
        records = [record(n, start_us) for n in range(first, min(first + upload, count))]
        if upload == 1:
            query = httpx.QueryParams(records[0])
            made.append(f"POST /?{query} HTTP/1.1\r\nHost: bench\r\nContent-Length: 0\r\n\r\n".encode())
            continue
        body = json.dumps(records, separators=(",", ":")).encode()
        head = (
            f"POST / HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        made.append(head.encode() + body)
    return made


async def through_the_door(address: str, plan: Plan, count: int, upload: int, start_us: int) -> float:
    """Positions a second from the first byte sent to the last acknowledgement received."""
    waiting = requests(count, upload, start_us)[::-1]
    host, port = address.removeprefix("http://").split(":")
    with tqdm(total=count, unit="position", disable=None) as bar:

        async def drive() -> None:
            reader, writer = await asyncio.open_connection(host, int(port))
            while waiting:
                writer.write(waiting.pop())
                head = await reader.readuntil(b"\r\n\r\n")
                if not head.startswith(b"HTTP/1.1 200"):
                    raise RuntimeError(f"the gateway answered {head[:40]!r}")
                bar.update(upload)
            writer.close()

        began = time.perf_counter()
        await asyncio.gather(*(drive() for _ in range(plan.connections)))
        return count / (time.perf_counter() - began)


async def check(link: psycopg.AsyncConnection[Any], expected: int) -> None:
    """Raise RuntimeError unless exactly the acknowledged positions are there."""
    found = await (await link.execute("SELECT count(*) FROM fleet_position")).fetchone()
    if found is None or found[0] != expected:
        raise RuntimeError(f"{expected} positions were acknowledged, the table holds {found}")


async def one_copy(link: psycopg.AsyncConnection[Any], devices: dict[str, int], count: int, start_us: int) -> float:
    """Rows a second of one COPY, packed beforehand, into an identical partitioned table."""
    batch = Batch([])
    for n in range(count):
        batch.items.append(item(record(n, start_us), devices))
    await fill_in(batch, link)
    data = store.COPY_HEADER + b"".join(map(store.row_of, batch.items)) + store.COPY_TRAILER
    await link.execute("CREATE TABLE bench_copy (LIKE fleet_position INCLUDING ALL) PARTITION BY RANGE (fix_time)")
    for n in range(2):
        low, high = (f"{moment(start_us + 86_400 * SECOND_US * (n + k)).date()} 00:00+00" for k in (0, 1))
        await link.execute(
            f"CREATE TABLE bench_copy_{n} PARTITION OF bench_copy FOR VALUES FROM ('{low}') TO ('{high}')"
        )
    began = time.perf_counter()
    async with link.cursor().copy(store.COPY.replace("fleet_position", "bench_copy")) as copy:
        await copy.write(data)
    seconds = time.perf_counter() - began
    await link.execute("DROP TABLE bench_copy")
    return count / seconds


def item(values: dict[str, Any], devices: dict[str, int]) -> Item:
    """The row that the gateway makes of a record."""
    known = Known(devices[values["id"]])
    known.stays.append(Stay(known.device_id, 0, None, None))
    at = datetime.fromisoformat(values["timestamp"])
    fix = Fix(
        values["id"], values["lon"], values["lat"], at, speed_mps=values["speed"] * KNOT_MPS,
        course_deg=values["bearing"], altitude_m=values["altitude"], accuracy_m=values["accuracy"],
        battery_pct=float(values["batt"]),
    )  # fmt: skip
    return Item(known, fix, microseconds(at) + 50_000)


async def row_at_a_time(
    link: psycopg.AsyncConnection[Any], devices: dict[str, int], count: int, start_us: int
) -> float:
    """Positions a second of the plain way: an INSERT and an UPDATE, committed one by one on one connection."""
    await link.execute("CREATE TABLE bench_row (LIKE fleet_position INCLUDING ALL)")
    began = time.perf_counter()
    for n in range(count):
        values = record(n, start_us)
        device = devices[values["id"]]
        async with link.transaction():
            await link.execute(
                "INSERT INTO bench_row VALUES (%s, %s, %s, now(), %s, %s, %s, %s, %s, 1, 0,"
                " ST_SetSRID(ST_MakePoint(%s, %s), 4326), %s)",
                [device, values["timestamp"], n, device, values["speed"] * KNOT_MPS, values["bearing"],
                 values["altitude"], values["accuracy"], values["lon"], values["lat"], '{"battery_pct":71.0}'],
            )  # fmt: skip
            await link.execute(
                "UPDATE fleet_devicestate SET fix_time = %s, arrival = now(),"
                " point = ST_SetSRID(ST_MakePoint(%s, %s), 4326) WHERE device_id = %s",
                [values["timestamp"], values["lon"], values["lat"], device],
            )
    seconds = time.perf_counter() - began
    await link.execute("DROP TABLE bench_row")
    return count / seconds


if __name__ == "__main__":
    main()
