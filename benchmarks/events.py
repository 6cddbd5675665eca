"""What an event costs the wall's main thread, with everything that a busy region shows.

The built wall in headless Chromium, on the practice server. Events of every kind come one at a time; the CPU time of
the page's main thread from an event until the page rests is its cost. `event_*` counts script (message, state, DOM,
drawing on canvases), style, and layout; `task_*` counts every task, painting and handing over the canvases' pixels
included, which without a graphics card is most of it and the same for whatever changes on the page. The median of
windows without an event is taken off. Position frames move all vehicles between the windows, not in them, and no
window holds the wall's own tick of each second.

`hung_redis_s` is the other end: how long writers take to publish 500 events while Redis hangs.
"""

import argparse
import json
import os
import random
import statistics
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
django.setup()

from benchmarks._hung_redis import hung_redis_s  # noqa: E402
from benchmarks._wall import Amounts, open_wall, practice_server  # noqa: E402
from ops import node_env  # noqa: E402


def main() -> None:
    """Measure, and print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vehicles", type=int, default=10_000)
    parser.add_argument("--zones", type=int, default=200)
    parser.add_argument("--vertices", type=int, default=500, help="of each zone")
    parser.add_argument("--reports", type=int, default=1_000, help="open complaints")
    parser.add_argument("--cameras", type=int, default=100)
    parser.add_argument("--alarms", type=int, default=30)
    parser.add_argument("--events", type=int, default=220, help="of all kinds together")
    parser.add_argument("--built", type=Path, default=node_env.BUILT, help="folder of the built front end")
    parser.add_argument("--seed", type=int, default=1, help="of the order of the kinds")
    options = vars(parser.parse_args())
    events, seed, built = (options.pop(name) for name in ("events", "seed", "built"))
    figures = measure(Amounts(**options), events, seed, built)
    print(json.dumps({"hung_redis_s": round(hung_redis_s(), 3)} | figures))


def measure(amounts: Amounts, count: int, seed: int, built: Path = node_env.BUILT) -> dict[str, Any]:
    """The percentiles over all events, and the median and the worst of each kind; milliseconds of CPU time."""
    with practice_server(amounts, built) as server, open_wall(server) as wall:
        kinds = server.control()["kinds"]
        wall.measure(kinds)
        plan = [kinds[index % len(kinds)] for index in range(count)] + [None] * max(8, count // 8)
        random.Random(seed).shuffle(plan)
        samples = wall.measure(plan)
    idle = statistics.median(each.work_ms for each in samples if each.kind is None)
    idle_task = statistics.median(each.busy_ms for each in samples if each.kind is None)
    events = [each for each in samples if each.kind is not None]
    costs = {kind: sorted(each.work_ms - idle for each in events if each.kind == kind) for kind in kinds}
    for kind, found in costs.items():
        print(f"{kind}: median {statistics.median(found):.2f} ms, worst {found[-1]:.2f} ms", file=sys.stderr)
    every = sorted(cost for found in costs.values() for cost in found)
    tasks = sorted(each.busy_ms - idle_task for each in events)
    return {
        "event_p95_ms": round(every[int(len(every) * 0.95)], 2),
        "event_median_ms": round(statistics.median(every), 2),
        "event_max_ms": round(every[-1], 2),
        "task_p95_ms": round(tasks[int(len(tasks) * 0.95)], 2),
        "task_median_ms": round(statistics.median(tasks), 2),
        "kinds": {kind: [round(statistics.median(found), 2), round(found[-1], 2)] for kind, found in costs.items()},
        "setting": {**vars(amounts), "events": count, "cores": os.cpu_count()}
        | {"at": datetime.now(UTC).isoformat(timespec="seconds")},
    }


if __name__ == "__main__":
    main()
