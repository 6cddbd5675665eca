"""Faults under load: what was acknowledged is there, once, and no live marker goes back.

A centre of its own (PostGIS on a disk of limited size, Redis, two gateways on shared ports) serves Teltonika trackers
and HTTP phones that buffer what is not acknowledged and connect again. In each round one fault strikes at a random
moment: kill -9 of a gateway or of PostgreSQL, connections cut in the middle of a frame or before its answer is heard
(by the device, or on the way), the database's disk full, Redis gone, a gateway's clock stepped. Then all that devices
hold as acknowledged is compared with the table, and the events with what was driven: everybody speeds once a round.

The disk is a tmpfs, which only root may mount; without it that fault is left out (``left_out``).
"""

import argparse
import asyncio
import json
import sys

from benchmarks.outage.kinds import FAULTS
from benchmarks.outage.rounds import Plan, run_rounds

BROKEN = ("missing", "double_rows", "double_events", "moved_back")


def main() -> int:
    """Run the rounds and print one JSON line; 1 where a promise was broken, with what broke it on standard error."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--trackers", type=int, default=30)
    parser.add_argument("--phones", type=int, default=10)
    parser.add_argument("--fixes", type=int, default=72, help="of each device in each round, 8 a second")
    parser.add_argument("--kind", action="append", choices=sorted(FAULTS), default=[], help="only these faults")
    wanted = vars(parser.parse_args())
    figures = asyncio.run(run_rounds(Plan(kinds=tuple(wanted.pop("kind")), **wanted)))
    print(json.dumps(figures))
    return 1 if any(figures[name] for name in BROKEN) else 0


if __name__ == "__main__":
    sys.exit(main())
