"""Vehicles and devices for the tests of the fleet, and a way to run the pipeline without a process."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from asgiref.sync import async_to_sync

from fleet.models import Device, Vehicle
from fleet.pipeline import columns, steps
from fleet.pipeline.batch import Batch
from fleet.pipeline.clock import microseconds, now_us
from fleet.pipeline.delivery import Delivery
from fleet.pipeline.partitions import Partitions
from fleet.protocols.fix import Fix, Message
from kit.conninfo import conninfo
from tests.vehicles import make_vehicle

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def truck(transactional_db: None) -> Vehicle:
    """A vehicle with a device ``truck-1`` in it."""
    return make_vehicle("truck-1")


@pytest.fixture
def phone(truck: Vehicle) -> Device:
    """The device of the truck."""
    return truck.devices.get()


def fix(identity: str = "truck-1", seconds: float = 0, **fields: Any) -> Fix:
    """A fix at Kabanjahe, ``seconds`` after noon."""
    at = datetime.fromtimestamp(NOON.timestamp() + seconds, UTC)
    return Fix(**{"identity": identity, "lon": 98.49, "lat": 3.10, "fix_time": at, **fields})


def delivery(*messages: Message, arrival: datetime | None = None, raw: bytes = b"GET /\r\n\r\n") -> Delivery:
    """What one request brought, at ``arrival`` or now."""
    arrival_us = now_us() if arrival is None else microseconds(arrival)
    return Delivery(messages, arrival_us, "osmand", "http", "192.0.2.7", lambda index: raw)


@async_to_sync
async def store(deliveries: Sequence[Delivery], *, doubtful: bool = False) -> Batch:
    """Take deliveries through the pipeline in one committed transaction."""
    link = await psycopg.AsyncConnection[Any].connect(conninfo(), options="-c timezone=UTC")
    async with link:
        columns.register(link)
        partitions = Partitions()
        await partitions.prepare(link, deliveries)
        batch = await steps.run(link, deliveries, doubtful=doubtful)
        await link.commit()
    return batch
