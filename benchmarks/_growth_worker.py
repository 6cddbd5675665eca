"""Measures on one database what its parent asks for, a JSON line in, a JSON line out; see ``benchmarks.growth``."""

import asyncio
import json
import os
import random
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import django
import psycopg

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
django.setup()

from benchmarks._centre import draw_zones  # noqa: E402
from benchmarks._growth_rows import Extent, place  # noqa: E402
from fleet.history.proximity import vehicles_near  # noqa: E402
from fleet.history.tracks import track_of  # noqa: E402
from fleet.models import Device, Vehicle  # noqa: E402
from fleet.pipeline import columns, steps  # noqa: E402
from fleet.pipeline.clock import now_us  # noqa: E402
from fleet.pipeline.delivery import Delivery  # noqa: E402
from fleet.protocols.fix import Fix  # noqa: E402
from fleet.rules.loader import load  # noqa: E402
from kit.conninfo import conninfo  # noqa: E402

RADIUS_M: Final = 200.0
WINDOW_S: Final = 2 * 3600
SHARE: Final = 50
"""Devices in one batch."""
RECORDS: Final = 10


class Worker:
    """``measure`` is the way in."""

    def __init__(self, extent: Extent) -> None:
        self._extent = extent
        self._vehicles = list(Vehicle.objects.order_by("devices__id"))
        self._identities = list(Device.objects.order_by("id").values_list("identity", flat=True))
        self._sent = 0

    def measure(self, what: str, count: int, seed: int) -> Any:
        """Seconds of each: ``ingest`` a position, ``day`` or ``near`` a query; ``zones`` draws some, for nothing."""
        chance = random.Random(seed)
        match what:
            case "zones":
                return len(draw_zones(count, 100, seed))
            case "ingest":
                return asyncio.run(self._ingest(count))
            case "day":
                return [self._timed_day(chance) for _ in range(count)]
            case "near":
                return [self._timed_near(chance) for _ in range(count)]
        raise ValueError(what)

    async def _ingest(self, batches: int) -> list[float]:
        watch = await asyncio.to_thread(load)
        made = [self._batch() for _ in range(batches)]
        seconds = []
        async with await psycopg.AsyncConnection[Any].connect(conninfo()) as link:
            columns.register(link)
            for batch in made:
                began = time.perf_counter()
                await steps.run(link, batch, watch=watch)
                await link.commit()
                seconds.append((time.perf_counter() - began) / (SHARE * RECORDS))
        return seconds

    def _batch(self) -> list[Delivery]:
        """Packets of some devices, a fix a second, which go on from the last ones of those devices."""
        turns = len(self._identities) // SHARE
        turn, first = divmod(self._sent, turns)
        self._sent += 1
        start = self._extent.end_s + turn * RECORDS
        arrival = max(now_us(), (start + RECORDS) * 1_000_000)
        return [
            Delivery([self._fix(n, start + s) for s in range(RECORDS)], arrival, "bench", "tcp", "", lambda _: b"")
            for n in range(first * SHARE, (first + 1) * SHARE)
        ]

    def _fix(self, number: int, second: int) -> Fix:
        lon, lat = place(number, second)
        return Fix(
            self._identities[number], lon, lat, datetime.fromtimestamp(second, UTC), speed_mps=10.0, course_deg=90.0
        )

    def _timed_day(self, chance: random.Random) -> float:
        """The last day of some vehicle."""
        until = datetime.fromtimestamp(self._extent.end_s, UTC)
        vehicle = chance.choice(self._vehicles)
        began = time.perf_counter()
        found = track_of(vehicle, until - timedelta(days=1), until)
        seconds = time.perf_counter() - began
        if not found.fixes:
            raise RuntimeError("a day without fixes")
        return seconds

    def _timed_near(self, chance: random.Random) -> float:
        """Around where some vehicle was at some moment of all that is stored."""
        at = chance.uniform(self._extent.start_s + WINDOW_S, self._extent.end_s - WINDOW_S)
        lon, lat = place(chance.randrange(len(self._vehicles)), at)
        since, until = (datetime.fromtimestamp(at + part * WINDOW_S, UTC) for part in (-0.5, 0.5))
        began = time.perf_counter()
        vehicles_near(lon, lat, RADIUS_M, since, until)
        return time.perf_counter() - began


def main() -> None:
    """Answer until the input ends."""
    worker = Worker(Extent(*json.loads(sys.argv[1])))
    for line in sys.stdin:
        print(json.dumps(worker.measure(**json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
