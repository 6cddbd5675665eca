"""An open wall shows where a vehicle is, also after somebody has said that the stored positions are another one's."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync
from channels.db import database_sync_to_async
from django.db import transaction
from django.utils import timezone
from playwright.async_api import Browser, Page, expect

from fleet.devices.actions.assign_device import assign_device
from fleet.devices.actions.claim_device import claim_device
from fleet.devices.actions.move_device import move_device
from fleet.devices.actions.move_history import move_past
from fleet.devices.quarantine_replay import replay_quarantine
from fleet.devices.rebinding import rebind
from fleet.models import Device, DeviceState, Vehicle
from fleet.protocols.osmand import Request, decode
from fleet.vehicles.actions.edit_vehicle import VehicleDetails, edit_vehicle
from fleet.vehicles.latest_positions import latest_positions
from kit.conninfo import conninfo
from live.frames import WITHDRAWN
from people.models import User
from tests import world as cast
from tests.fleet.conftest import delivery, fix, store
from tests.frontend.test_wall import open_wall
from tests.live_client import LiveClient, live_client
from tests.processes import Process, shared_web
from tests.vehicles import make_vehicle

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)
SOON_S = 2.0
NEVER = "Kendaraan ini belum pernah melaporkan posisi"


@pytest.fixture
def people(transactional_db: None) -> cast.World:
    return cast.build()


@pytest.fixture
def server(people: cast.World) -> Iterator[Process]:
    with shared_web() as process:
        yield process


@pytest.fixture
def van(people: cast.World) -> Vehicle:
    """A vehicle without a position, of the roads agency."""
    return make_vehicle("van-1", people.roads)


@asynccontextmanager
async def wall_of(server: Process, user: User) -> AsyncIterator[LiveClient]:
    async with live_client(server.address, user) as client:
        await client.start(topics=["positions"])
        await client.say(op="cells", cells=[0])
        yield client


def drive(identity: str, hours_ago: float, lon: float, **fields: float) -> None:
    at = timezone.now() - hours_ago * HOUR
    store([delivery(fix(identity, fix_time=at, lon=lon, **fields))])


async def comes_to_show(client: LiveClient, shown: dict[int, float], seconds: float = SOON_S) -> None:
    # The web process still shows vehicles of earlier tests.
    known = set(await database_sync_to_async(list)(Vehicle.objects.values_list("pk", flat=True)))

    def as_wanted() -> bool:
        return {pk: round(place["lon"], 3) for pk, place in client.vehicles.items() if pk in known} == shown

    await client.take_until(as_wanted, seconds=seconds)


async def both_show(server: Process, user: User, wall: LiveClient, shown: dict[int, float]) -> None:
    """The open wall soon, and one that is opened after it, show the same."""
    await comes_to_show(wall, shown)
    async with wall_of(server, user) as fresh:
        await comes_to_show(fresh, shown)


async def test_moving_a_device_in_the_past_takes_the_marker_back_and_gives_it_to_the_other(
    server: Process, people: cast.World, truck: Vehicle, phone: Device, van: Vehicle
) -> None:
    for hours_ago, lon in ((5, 98.40), (1, 98.42)):
        await database_sync_to_async(drive)("truck-1", hours_ago, lon)
    async with wall_of(server, people.ani) as wall, wall_of(server, people.budi) as agency:
        await comes_to_show(wall, {truck.pk: 98.42}, seconds=20)
        at = timezone.now() - 4 * HOUR
        await database_sync_to_async(move_past)(people.ani, phone.pk, seen_in=truck, to=van, at=at)
        await both_show(server, people.ani, wall, {truck.pk: 98.40, van.pk: 98.42})
        await database_sync_to_async(rebind)(phone.pk, at)
        await both_show(server, people.ani, wall, {truck.pk: 98.40, van.pk: 98.42})
        await comes_to_show(agency, {van.pk: 98.42})


async def test_a_vehicle_that_never_had_the_device_loses_its_marker(
    server: Process, people: cast.World, truck: Vehicle, phone: Device, van: Vehicle
) -> None:
    await database_sync_to_async(drive)("truck-1", 1, 98.42)
    async with wall_of(server, people.ani) as wall:
        await comes_to_show(wall, {truck.pk: 98.42}, seconds=20)
        at = timezone.now() - 4 * HOUR
        await database_sync_to_async(move_past)(people.ani, phone.pk, seen_in=truck, to=None, at=at)
        await database_sync_to_async(rebind)(phone.pk, at)
        await both_show(server, people.ani, wall, {})
        await database_sync_to_async(move_device)(people.ani, phone.pk, seen_in=None, to=van)
        await database_sync_to_async(drive)("truck-1", -0.001, 98.45)
        await both_show(server, people.ani, wall, {van.pk: 98.45})


async def test_a_claimed_device_shows_where_its_waiting_frames_say(
    server: Process, people: cast.World, van: Vehicle
) -> None:
    await database_sync_to_async(keep_unknown)()
    async with wall_of(server, people.ani) as wall:
        await database_sync_to_async(claim_device)(people.ani, "lost-1", van)
        await database_sync_to_async(async_to_sync(replay_quarantine))(conninfo(), "lost-1")
        await both_show(server, people.ani, wall, {van.pk: 98.47})


def keep_unknown() -> None:
    """An hour ago a phone that nobody knows sent its place."""
    at = timezone.now() - HOUR
    request = Request("GET", f"id=lost-1&lat=3.1&lon=98.47&timestamp={int(at.timestamp())}&speed=20".encode())
    (message,) = decode(request)
    store([delivery(message, arrival=at, raw=request.to_bytes())])


class OpenWall:
    """A wall in a browser that shows the detail of one vehicle: its name and its place."""

    def __init__(self, page: Page) -> None:
        self._page = page

    async def select(self, vehicle: Vehicle, text: str) -> None:
        """Show a vehicle, of which the wall knows ``text``."""
        await self._page.evaluate(f"location.hash = 'sel=vehicle:{vehicle.pk}'")
        await expect(self._page.locator(".detail")).to_contain_text(vehicle.name)
        await expect(self._page.locator(".detail")).to_contain_text(text)

    async def corrects_to(self, text: str) -> None:
        """What is shown contains ``text`` soon, and after a reload. The detail is drawn once a second."""
        await expect(self._page.locator(".detail")).to_contain_text(text, timeout=SOON_S * 1000 + 1000)
        await self._page.reload()
        await expect(self._page.locator(".detail")).to_contain_text(text, timeout=10_000)


async def wall_in(browser: Browser, server: Process, user: User, vehicle: Vehicle, text: str) -> OpenWall:
    """A wall that shows a vehicle, of which it knows ``text``."""
    page = await open_wall(browser, server.address, user, f"#sel=vehicle:{vehicle.pk}")
    await expect(page.locator(".detail")).to_contain_text(text, timeout=10_000)
    return OpenWall(page)


async def test_an_open_wall_in_a_browser_shows_a_moved_past_and_what_waited_for_a_claim(
    server: Process, people: cast.World, truck: Vehicle, phone: Device, van: Vehicle, browser: Browser
) -> None:
    await database_sync_to_async(keep_unknown)()
    for hours_ago, lon in ((5, 98.41), (1, 98.42)):
        await database_sync_to_async(drive)("truck-1", hours_ago, lon)
    wall = await wall_in(browser, server, people.ani, truck, "98.42000")
    at = timezone.now() - 4 * HOUR
    await database_sync_to_async(move_past)(people.ani, phone.pk, seen_in=truck, to=van, at=at)
    await wall.corrects_to("98.41000")
    lost = await database_sync_to_async(make_vehicle)("bus-1", people.roads)
    await wall.select(lost, NEVER)
    await database_sync_to_async(claim_device)(people.ani, "lost-1", lost)
    await database_sync_to_async(async_to_sync(replay_quarantine))(conninfo(), "lost-1")
    await wall.corrects_to("98.47000")


async def test_an_open_wall_in_a_browser_shows_a_device_in_the_vehicle_that_it_is_assigned_to(
    server: Process, people: cast.World, truck: Vehicle, phone: Device, van: Vehicle, browser: Browser
) -> None:
    await database_sync_to_async(drive)("truck-1", 1, 98.42)
    bus = await database_sync_to_async(make_vehicle)("bus-1", people.roads)
    wall = await wall_in(browser, server, people.ani, van, NEVER)
    await database_sync_to_async(move_device)(people.ani, phone.pk, seen_in=truck, to=van)
    await database_sync_to_async(drive)("truck-1", -0.001, 98.43)
    await wall.corrects_to("98.43000")
    await wall.select(truck, "98.42000")
    # What the device sends after the end of its assignment is nobody's. A later position of the bus shows that the wall
    # has heard of everything before it.
    await wall.select(bus, NEVER)
    await database_sync_to_async(move_device)(people.ani, phone.pk, seen_in=van, to=None)
    await database_sync_to_async(drive)("truck-1", -0.002, 98.44)
    await database_sync_to_async(drive)("bus-1", 0, 98.45)
    await wall.corrects_to("98.45000")
    for vehicle, text in ((van, "98.43000"), (truck, "98.42000")):
        await wall.select(vehicle, text)


async def test_a_vehicle_that_changes_its_agency_changes_the_walls(
    server: Process, people: cast.World, van: Vehicle
) -> None:
    await database_sync_to_async(drive)("van-1", 1, 98.42)
    async with wall_of(server, people.budi) as roads, wall_of(server, people.citra) as fire:
        await comes_to_show(roads, {van.pk: 98.42}, seconds=20)
        details = VehicleDetails(van.name, van.plate, van.kind, people.fire, active=True)
        await database_sync_to_async(edit_vehicle)(people.gita, van.pk, details)
        await comes_to_show(roads, {})
        await comes_to_show(fire, {van.pk: 98.42})


def version_of(vehicle: Vehicle) -> int:
    return int(Vehicle.objects.values_list("position_version", flat=True).get(pk=vehicle.pk))


def test_the_version_grows_with_agency_and_use_and_is_never_written_back(people: cast.World, van: Vehicle) -> None:
    held_since_before = Vehicle.objects.get(pk=van.pk)
    before = version_of(van)
    Vehicle.objects.filter(pk=van.pk).update(agency=people.fire)
    Vehicle.objects.filter(pk=van.pk).update(active=False)
    Vehicle.objects.filter(pk=van.pk).update(name="other")
    assert version_of(van) == before + 2
    held_since_before.agency, held_since_before.active = people.fire, False
    held_since_before.save()
    assert version_of(van) == before + 2


def test_a_vehicle_without_a_position_is_read_as_such_and_one_that_is_not_there_is_not(
    truck: Vehicle, phone: Device
) -> None:
    (row,) = latest_positions(None, [truck.pk, 999_999])
    assert (row["vehicle"], row["state"]) == (truck.pk, WITHDRAWN)


def test_a_row_that_the_wire_cannot_carry_takes_no_other_with_it(truck: Vehicle, van: Vehicle) -> None:
    drive("truck-1", 1, 98.42)
    drive("van-1", 1, 98.43)
    DeviceState.objects.filter(vehicle=van).update(speed_mps=float("inf"))
    rows = latest_positions(None)
    assert {int(row["vehicle"]): int(row["lon"]) for row in rows if not row["state"]} == {truck.pk: 984200000}


def test_a_device_that_goes_to_another_vehicle_raises_the_version_of_both(
    truck: Vehicle, phone: Device, van: Vehicle
) -> None:
    before = version_of(truck), version_of(van)
    with transaction.atomic():
        assign_device(None, phone, van)
    assert (version_of(truck), version_of(van)) == (before[0] + 1, before[1] + 1)


def test_whatever_changes_whose_a_stored_position_is_corrects_the_walls() -> None:
    """A module that writes stays, departed fixes or positions' vehicles names the correction, or only adds to them."""
    writes = re.compile(
        r"(DeviceAssignment|DepartedFix|DeviceState|Position)\.objects[^\n]*\.(update|delete|create|update_or_create)\("
        r"|UPDATE fleet_(position|devicestate|departedfix|deviceassignment)\b"
        r"|DELETE FROM fleet_(devicestate|departedfix|deviceassignment)\b"
    )
    corrects = re.compile(r"correct_positions")
    root = Path(__file__).parents[3] / "fleet"
    others = {
        "devices/actions/register_device.py",  # a new device has no position yet
        "pipeline/store.py",  # adds later ones, and the gateway publishes them
        "trips/build_requests.py",  # notes which trips are to be built
        "devices/actions/move_history.py",  # assigns the device, which corrects both vehicles, in the same transaction
    }
    found = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if "migrations" not in path.parts and writes.search(path.read_text()) and not corrects.search(path.read_text())
    }
    assert found == others, "call fleet.pipeline.position_corrections where positions change their vehicle"
