"""Days of positions for vehicles that have none yet, through the pipeline itself, with what detectors find in them, and
the trips that they make."""

import random
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import psycopg
from asgiref.sync import async_to_sync
from django.conf import settings

from demo.simulator.history import Moment, history_of
from demo.tables import VehicleRow, vehicles
from fleet.models import Device
from fleet.pipeline import columns, steps
from fleet.pipeline.clock import microseconds
from fleet.pipeline.delivery import Delivery
from fleet.pipeline.partitions import Partitions
from fleet.protocols.fix import Fix
from fleet.rules.loader import load
from fleet.rules.ruleset import Watch
from fleet.trips.pending_builds import build_waiting
from kit.conninfo import conninfo

_BATCH: Final = 4000
_ERROR_DEG: Final = 0.000022
"""How far a receiver errs on the way; at rest it holds its position."""


def load_history() -> int:
    """Store the history of each demo vehicle whose device never sent; returns how many positions."""
    waiting = set(Device.objects.filter(state__newest_fix_time=None).values_list("identity", flat=True))
    now = datetime.now(UTC).replace(microsecond=0)
    zone = ZoneInfo(settings.TIME_ZONE)
    fixes = [fix for row in vehicles() if row.device in waiting for fix in _recorded(row, history_of(row, now, zone))]
    if fixes:
        _store(fixes, now, load())
        build_waiting()
    return len(fixes)


def _recorded(row: VehicleRow, moments: list[Moment]) -> list[Fix]:
    dice = random.Random(f"receiver/{row.device}")
    return [_fix(row, moment, dice) for moment in moments]


def _fix(row: VehicleRow, moment: Moment, dice: random.Random) -> Fix:
    place = moment.place
    moving = place.speed_mps > 0.5
    spread = _ERROR_DEG if moving else 0.0
    return Fix(
        identity=row.device,
        lon=round(place.lon + dice.gauss(0, spread), 6),
        lat=round(place.lat + dice.gauss(0, spread), 6),
        fix_time=moment.at,
        speed_mps=place.speed_mps if moving else 0.0,
        course_deg=place.course_deg,
        altitude_m=1200.0,
        accuracy_m=round(dice.uniform(3, 12), 1),
        ignition=moment.engine_on if row.wired else None,
        external_power=True if row.wired else None,
        battery_pct=60.0 + moment.at.timestamp() // 900 % 40,
    )


@async_to_sync
async def _store(fixes: list[Fix], now: datetime, watch: Watch) -> None:
    """In batches, each one transaction; nothing is announced, since nobody watches a fleet that is being set up."""
    link = await psycopg.AsyncConnection[Any].connect(conninfo(), autocommit=True, options="-c timezone=UTC")
    async with link:
        columns.register(link)
        partitions = Partitions()
        for start in range(0, len(fixes), _BATCH):
            some = fixes[start : start + _BATCH]
            deliveries = [Delivery(some, microseconds(now), "osmand", "http", "", lambda _: b"")]
            await partitions.make(link, partitions.missing(deliveries))
            async with link.transaction():
                await steps.run(link, deliveries, watch=watch)
