"""Hostile inputs, all at once: the web process stays responsive, its memory bounded, and nothing ends in a 500.

The web process and a gateway run on a database and Redis of the bench, with a small fleet that drives. In each of five
rounds come malformed pictures and bombs, geometries that cross themselves, deep JSON and long numbers, WebSockets that
flood and slow connections on every port, while ``/healthz`` is asked every 50 ms.
"""

import argparse
import asyncio
import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
os.environ["PANTAU_LOG_LEVEL"] = "ERROR"  # of this process alone
django.setup()

from benchmarks.hostile_inputs.camera_server import hostile_cameras  # noqa: E402
from benchmarks.hostile_inputs.rounds import Plan, play  # noqa: E402
from benchmarks.hostile_inputs.seed import seed  # noqa: E402
from benchmarks.hostile_inputs.target import Accounts, hostile_environment, running  # noqa: E402
from ops.layout import LOCAL  # noqa: E402

LOGS = LOCAL / "log" / "bench-hostile"
KINDS = ("pictures", "geometries", "json", "sockets", "slow")
MOST_ERRORS, MOST_MS, MOST_GROWTH_MB = 0, 500, 100


def main() -> int:
    """Play the rounds and print one JSON line; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=Plan.rounds)
    parser.add_argument("--seed", type=int, default=Plan.seed)
    parser.add_argument("--pictures", type=int, default=Plan.pictures, help="malformed ones in the whole run")
    parser.add_argument("--round-s", type=float, default=Plan.round_s, help="longest time of a round, seconds")
    parser.add_argument("--kind", action="append", choices=KINDS, default=[], help="only these inputs")
    wanted = vars(parser.parse_args())
    plan = Plan(kinds=tuple(wanted.pop("kind")), **wanted)
    _open_files()
    LOGS.mkdir(parents=True, exist_ok=True)
    with hostile_cameras() as (host, urls):
        accounts = seed(urls, vehicles=200, zones=100)
        figures = asyncio.run(_measure(plan, accounts, host, LOGS))
    print(json.dumps(figures))
    good = figures["errors"] <= MOST_ERRORS and figures["healthz_max_ms"] <= MOST_MS
    return 0 if good and figures["rss_growth_mb"] <= MOST_GROWTH_MB else 1


async def _measure(plan: Plan, accounts: Accounts, camera_host: str, folder: Path) -> dict[str, Any]:
    async with running(hostile_environment(dict(os.environ), camera_host), accounts, folder) as target:
        return await play(plan, target)


def _open_files() -> None:
    """A file for each connection."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


if __name__ == "__main__":
    sys.exit(main())
