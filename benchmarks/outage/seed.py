"""Devices in vehicles, the zone and the rules of the outage bench; run as a process in the centre's environment."""

import asyncio
import os
import sys
from typing import Any

import django
import psycopg
from django.contrib.gis.geos import MultiPolygon, Polygon

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
django.setup()

from benchmarks._centre import publish, register  # noqa: E402
from benchmarks.outage.drive import LIMIT_KMH, ZONE  # noqa: E402
from fleet.models import DetectorRule, RuleKind  # noqa: E402
from kit.conninfo import conninfo  # noqa: E402
from people.models import Agency  # noqa: E402


def main() -> None:
    """The identities are the arguments; each becomes a device in a vehicle."""
    zone = Polygon.from_bbox(ZONE)
    zone.srid = 4326
    publish([MultiPolygon(zone, srid=4326)])
    agency = Agency.objects.create(code="bench", name="Bench")
    DetectorRule.objects.create(kind=RuleKind.OVERSPEED, settings={"limit_kmh": LIMIT_KMH, "seconds": 1})
    DetectorRule.objects.create(kind=RuleKind.GEOFENCE)
    asyncio.run(_register(sys.argv[1:], agency.pk))


async def _register(identities: list[str], agency_id: int) -> None:
    async with await psycopg.AsyncConnection[Any].connect(conninfo(), autocommit=True) as link:
        await register(link, identities, agency_id)


if __name__ == "__main__":
    main()
