"""What positions cost when many are stored, and what two questions about them cost, against the same with few.

Three databases of one cluster: ``base`` rows and 50 zones; ``rows`` rows and 50 zones; ``base`` rows and 5,000 zones.
Each day has as many rows in all of them, so more rows are more days, as a fleet leaves them. A process on each database
measures in turns (the first, which warms up, is not counted); the medians are compared:

- ``ratio_rows``, ``ratio_zones``: storing a position through all steps of the pipeline, in batches of 500, committed;
- ``ratio_day``: the track of a vehicle's last day;
- ``ratio_near``: who was within 200 m of a place within two hours, at some moment of all that is stored.

It needs a disk: 17 GB for 50 million rows with the log of the database, and refuses to begin where less than 1.5 times
that is free.
"""

import argparse
import asyncio
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

import django
import psycopg
from psycopg.conninfo import make_conninfo

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
django.setup()

from django.db import connection  # noqa: E402

from benchmarks._centre import draw_zones, register, watch_for_everything  # noqa: E402
from benchmarks._growth_rows import Extent, load, needed_bytes  # noqa: E402
from kit.conninfo import conninfo  # noqa: E402

MARGIN: Final = 1.5
FEW_ZONES: Final = 50


class Side:
    """A database and the process that measures on it."""

    def __init__(self, name: str, extent: Extent) -> None:
        parts = urlsplit(os.environ["PANTAU_DATABASE_URL"])
        env = dict(os.environ, PANTAU_DATABASE_URL=urlunsplit(parts._replace(path=f"/{name}")))
        command = [sys.executable, "-m", "benchmarks._growth_worker", json.dumps(extent)]
        self._process = subprocess.Popen(
            command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def ask(self, what: str, count: int, seed: int = 1) -> Any:
        """What the process measured. Raises RuntimeError when it died."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"what": what, "count": count, "seed": seed}) + "\n")
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError(f"{what} could not be measured; see above")
        return json.loads(answer)

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def main() -> int:
    """Load, measure, and print one JSON line; 1 where the disk is too small."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=50_000_000)
    parser.add_argument("--base", type=int, default=1_000_000)
    parser.add_argument("--per-day", type=int, default=1_000_000)
    parser.add_argument("--vehicles", type=int, default=1_000)
    parser.add_argument("--zones", type=int, default=5_000)
    parser.add_argument("--turns", type=int, default=6)
    parser.add_argument("--batches", type=int, default=30, help="of 500 positions, each turn")
    parser.add_argument("--queries", type=int, default=40, help="of each kind, each turn")
    wanted = parser.parse_args()
    end_s = int(time.time()) - 3600
    base, grown = (Extent(rows, wanted.per_day, wanted.vehicles, end_s) for rows in (wanted.base, wanted.rows))
    if not has_room([base, grown, base]):
        return 1
    prepare(wanted.vehicles)
    make_databases(base, grown)
    sides = {"base": Side("growth_base", base), "rows": Side("growth_rows", grown), "zones": Side("growth_zones", base)}
    try:
        say(f"zones: {sides['zones'].ask('zones', wanted.zones - FEW_ZONES, seed=2)} more")
        taken = measure(sides, wanted)
    finally:
        for side in sides.values():
            side.close()
    print(json.dumps(figures(taken) | {"setting": setting(wanted)}))
    return 0


def has_room(extents: list[Extent]) -> bool:
    """Whether the database's disk has room for all of it; says so either way."""
    with psycopg.connect(conninfo()) as link:
        row = link.execute("SHOW data_directory").fetchone()
    needed, free = needed_bytes(extents), shutil.disk_usage(row[0] if row else "/").free
    say(f"disk: {needed / 1e9:.1f} GB will be used, {free / 1e9:.1f} GB are free")
    if free < needed * MARGIN:
        say(f"too little: {MARGIN:g} times as much has to be free; try fewer --rows")
        return False
    return True


def prepare(vehicles: int) -> None:
    """Devices in vehicles, zones and rules, in the database that the others are copied from."""
    agency = watch_for_everything(draw_zones(FEW_ZONES, 100))
    asyncio.run(_register([f"{350_000_000_000_000 + n}" for n in range(vehicles)], agency.pk))
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined] # nobody may be connected to a database that is copied


async def _register(identities: Sequence[str], agency_id: int) -> None:
    async with await psycopg.AsyncConnection[Any].connect(conninfo(), autocommit=True) as link:
        await register(link, identities, agency_id)


def make_databases(base: Extent, grown: Extent) -> None:
    """Copy, load, copy."""
    template = psycopg.conninfo.conninfo_to_dict(conninfo())["dbname"]
    for name, source, extent in (
        ("growth_base", template, base),
        ("growth_rows", template, grown),
        ("growth_zones", "growth_base", None),
    ):
        began = time.monotonic()
        with psycopg.connect(make_conninfo(conninfo(), dbname="postgres"), autocommit=True) as link:
            link.execute(f'CREATE DATABASE {name} TEMPLATE "{source}"')
        if extent is not None:
            load(make_conninfo(conninfo(), dbname=name), extent)
        say(f"{name}: {time.monotonic() - began:.0f} s")


def measure(sides: dict[str, Side], wanted: argparse.Namespace) -> dict[str, list[float]]:
    """Seconds by "what side", of all turns but the first."""
    asked = [("ingest", wanted.batches), ("day", wanted.queries), ("near", wanted.queries)]
    taken: dict[str, list[float]] = {}
    for turn in range(wanted.turns + 1):
        for what, count in asked:
            # Whoever comes first in one turn comes last in another.
            for name in [*sides][turn % len(sides) :] + [*sides][: turn % len(sides)]:
                seconds = sides[name].ask(what, count, seed=turn + 1)
                if turn:
                    taken.setdefault(f"{what} {name}", []).extend(seconds)
        say(f"turn {turn} of {wanted.turns}")
    return taken


def figures(taken: dict[str, list[float]]) -> dict[str, Any]:
    """The ratios, and what they are made of: microseconds a position, milliseconds a query."""
    middle = {name: statistics.median(seconds) for name, seconds in taken.items()}
    return {
        "ratio_rows": round(middle["ingest rows"] / middle["ingest base"], 3),
        "ratio_zones": round(middle["ingest zones"] / middle["ingest base"], 3),
        "ratio_day": round(middle["day rows"] / middle["day base"], 3),
        "ratio_near": round(middle["near rows"] / middle["near base"], 3),
        "ingest_us": {side: round(middle[f"ingest {side}"] * 1e6, 2) for side in ("base", "rows", "zones")},
        "day_ms": {side: round(middle[f"day {side}"] * 1e3, 3) for side in ("base", "rows")},
        "near_ms": {side: round(middle[f"near {side}"] * 1e3, 3) for side in ("base", "rows")},
    }


def setting(wanted: argparse.Namespace) -> dict[str, Any]:
    """What was measured, where and when."""
    return {**vars(wanted), "cores": os.cpu_count(), "at": datetime.now(UTC).isoformat(timespec="seconds")}


def say(line: str) -> None:
    """Progress, for whoever waits."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
