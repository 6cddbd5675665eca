"""Senders that the centre does not know yet, so that somebody can try to claim one."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

import psycopg
from asgiref.sync import async_to_sync

from demo.roads import nodes
from fleet.models import Device, Quarantine
from fleet.pipeline import columns, steps
from fleet.pipeline.clock import microseconds
from fleet.pipeline.delivery import Delivery
from fleet.protocols import osmand
from kit.conninfo import conninfo

_STRANGERS: Final = {"hp-baru-dinkes": ("berastagi", 3), "482915": ("merek", 2)}
"""Identity -> where it is, and how many records of it wait."""
_BROKEN: Final = {"id": "hp-lama-pupr", "lat": "tiga koma satu", "lon": "98.49"}


def load_strangers() -> int:
    """Hand the gateway's pipeline what they sent, unless it was done before; returns how many records."""
    known = set(Quarantine.objects.values_list("identity", flat=True))
    known |= set(Device.objects.values_list("identity", flat=True))
    forms = [form for form in _forms(datetime.now(UTC)) if form["id"] not in known]
    if forms:
        _store(forms)
    return len(forms)


def _forms(now: datetime) -> list[dict[str, str]]:
    forms = [_BROKEN]
    for identity, (place, count) in _STRANGERS.items():
        lon, lat = nodes()[place]
        for number in range(count):
            at = round((now - timedelta(minutes=5 * (count - number))).timestamp())
            here = {"lat": f"{lat + number * 1e-4:.6f}", "lon": f"{lon:.6f}"}
            forms.append({"id": identity, **here, "timestamp": str(at), "accuracy": "8", "batt": "74"})
    return forms


@async_to_sync
async def _store(forms: list[dict[str, str]]) -> None:
    link = await psycopg.AsyncConnection[Any].connect(conninfo(), autocommit=True, options="-c timezone=UTC")
    async with link:
        columns.register(link)
        async with link.transaction():
            await steps.run(link, [_delivery(form) for form in forms])


def _delivery(form: dict[str, str]) -> Delivery:
    """As the gateway's HTTP listener makes it of a query."""
    query = urlencode(form).encode()
    messages = osmand.decode(osmand.Request("GET", query))
    return Delivery(messages, microseconds(datetime.now(UTC)), osmand.NAME, "http", "192.0.2.44", lambda _: query)
