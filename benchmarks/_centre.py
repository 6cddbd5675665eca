"""What benchmarks of the fleet begin with: devices in vehicles, zones, rules, and a gateway."""

import asyncio
import contextlib
import math
import os
import random
import sys
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import psycopg
from django.contrib.gis.geos import MultiPolygon, Polygon

from benchmarks._ready import HOST, until_ready
from fleet.models import DetectorRule, RuleKind
from layers.models import Zone, ZoneVersion
from ops.ports import free_ports
from people.models import Agency

LON: Final = (98.2, 98.8)
LAT: Final = (2.9, 3.4)
"""The ground on which everything happens, in degrees: 66 by 55 km."""

_REGISTER: Final = """
WITH vehicle AS (
    INSERT INTO fleet_vehicle (name, plate, kind, unit_status, active, holder, agency_id)
    SELECT identity, identity, 'car', 'free', true, '', %(agency)s FROM unnest(%(identities)s::text[]) AS identity
    RETURNING id, name
), device AS (
    INSERT INTO fleet_device (identity, protocol, label, vehicle_id, created_at)
    SELECT name, '', '', id, now() FROM vehicle RETURNING id, vehicle_id
)
INSERT INTO fleet_deviceassignment (device_id, vehicle_id) SELECT id, vehicle_id FROM device
"""


async def register(link: psycopg.AsyncConnection[Any], identities: Iterable[str], agency_id: int) -> dict[str, int]:
    """A vehicle of the agency for each identity; returns identity -> id of the device."""
    names = list(identities)
    await link.execute(_REGISTER, {"identities": names, "agency": agency_id})
    found = await link.execute("SELECT identity, id FROM fleet_device WHERE identity = ANY(%s)", [names])
    return dict(await found.fetchall())


def draw_zones(count: int, vertices: int, seed: int = 1) -> list[int]:
    """Published zones of about 1 km, scattered over the ground; returns their ids."""
    chance = random.Random(seed)
    return publish([_outline(chance, vertices) for _ in range(count)])


def publish(outlines: Sequence[MultiPolygon]) -> list[int]:
    """Published zones with these outlines; returns their ids."""
    now = datetime.now(UTC)
    face = {"purpose": "hazard", "kind": "flood", "area_m2": 1e6}
    zones = Zone.objects.bulk_create(
        [Zone(name=f"zone {n}", geometry=outline, **face) for n, outline in enumerate(outlines)], batch_size=500
    )
    versions = ZoneVersion.objects.bulk_create(
        [
            ZoneVersion(
                name=zone.name, geometry=zone.geometry, face_geometry=zone.geometry, zone=zone, number=1, **face
            )
            for zone in zones
        ],
        batch_size=500,
    )
    for zone, version in zip(zones, versions, strict=True):
        zone.published, zone.status, zone.pending, zone.shown_changed_at = version, "published", False, now
    Zone.objects.bulk_update(zones, ["published", "status", "pending", "shown_changed_at"], batch_size=500)
    return [zone.pk for zone in zones]


def _outline(chance: random.Random, vertices: int) -> MultiPolygon:
    """A ring around some place, uneven so that no test of it is easier than it looks."""
    lon, lat, radius = chance.uniform(*LON), chance.uniform(*LAT), chance.uniform(0.003, 0.008)
    turns = [2 * math.pi * n / vertices for n in range(vertices)]
    ring = [(lon + r * math.cos(t), lat + r * math.sin(t)) for t in turns if (r := radius * chance.uniform(0.85, 1.0))]
    return MultiPolygon(Polygon([*ring, ring[0]], srid=4326), srid=4326)


def watch_for_everything(zones: Iterable[int]) -> Agency:
    """An agency whose vehicles every detector looks at; one zone in ten has hours and a speed limit of its own."""
    agency = Agency.objects.create(code="bench", name="Bench")
    DetectorRule.objects.bulk_create(
        [DetectorRule(kind=kind) for kind in RuleKind if kind not in {RuleKind.ZONE_HOURS, RuleKind.PAPERS}]
        + [
            DetectorRule(kind=kind, zone_id=zone, settings=settings)
            for zone in list(zones)[::10]
            for kind, settings in ((RuleKind.ZONE_HOURS, {}), (RuleKind.OVERSPEED, {"limit_kmh": 40}))
        ]
    )
    return agency


@contextlib.asynccontextmanager
async def gateway(processes: int, **ports: int) -> AsyncIterator[asyncio.subprocess.Process]:
    """A gateway at these ports (``osmand``, ``teltonika``), ready to write."""
    env = dict(os.environ, PANTAU_LOG_LEVEL="WARNING")
    env |= {f"PANTAU_{name.upper()}_PORT": str(port) for name, port in ports.items()}
    command = [sys.executable, "-m", "config.gateway", "--host", HOST, "--processes", str(processes)]
    started = await asyncio.create_subprocess_exec(*command, env=env, stdout=sys.stderr)
    try:
        await until_ready(ports["osmand"])
        yield started
    finally:
        with contextlib.suppress(ProcessLookupError):
            started.terminate()
        await started.wait()


def resident_bytes(pid: int) -> int:
    """Memory of a process and of its children."""
    total = 0
    for entry in os.listdir("/proc"):  # noqa: PTH208 - names of processes, not files
        if not entry.isdigit():
            continue
        with contextlib.suppress(OSError), open(f"/proc/{entry}/status") as file:  # noqa: PTH123
            fields = dict(line.split(":", 1) for line in file if ":" in line)
            if int(entry) == pid or int(fields["PPid"]) == pid:
                total += int(fields.get("VmRSS", "0 kB").split()[0]) * 1024
    return total


def ports(*names: str) -> dict[str, int]:
    """A free port for each name."""
    return dict(zip(names, free_ports(len(names)), strict=True))
