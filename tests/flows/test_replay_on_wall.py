"""Recorded buses drive over the wall in a browser."""

import asyncio
import struct
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from channels.db import database_sync_to_async
from playwright.async_api import Browser, Page, WebSocket, expect

from fleet.models import DeviceState
from fleet.replay.reader import read_pings
from tests import world as cast
from tests.live_client import session_cookie
from tests.processes import ROOT, environment, gateway, web
from tests.wait_for import until_async
from tests.world import shared_data

pytestmark = pytest.mark.django_db(transaction=True)
BUSES = 31
SPEED = 600
"""Ten times faster than the usual replay, so that the five recorded hours take half a minute."""
LONG_S = 5.0
"""A bus that is on the wall for so long must be seen driving; two of the buses are recorded for a second of it."""


class Watched:
    """The positions that the wall's own socket received, by vehicle and in their order."""

    def __init__(self, page: Page) -> None:
        self.places: dict[int, list[tuple[int, int]]] = defaultdict(list)
        page.on("websocket", self._follow)

    def moved(self) -> set[int]:
        """The vehicles that were seen in at least three places."""
        return {vehicle for vehicle, places in self.places.items() if len(set(places)) >= 3}

    def last(self) -> dict[int, tuple[int, int]]:
        """Where each vehicle was seen last, longitude and latitude in 1e-7 degrees."""
        return {vehicle: places[-1] for vehicle, places in self.places.items()}

    def _follow(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._take)

    def _take(self, frame: str | bytes) -> None:
        if isinstance(frame, bytes):
            (count,) = struct.unpack_from("<I", frame, 24)
            for at in range(count):
                vehicle, lon, lat = struct.unpack_from("<Iii", frame, 32 + 28 * at)
                self.places[vehicle].append((lon, lat))


def on_the_wall_for_long(file: Path) -> set[str]:
    """The identities of the buses whose recorded positions take at least ``LONG_S`` of the replay."""
    times: dict[str, list[float]] = defaultdict(list)
    for ping in read_pings(file, {}):
        times[ping.identity].append(ping.at)
    return {identity for identity, at in times.items() if (at[-1] - at[0]) / SPEED >= LONG_S}


def stored() -> dict[str, tuple[int, tuple[int, int]]]:
    """By identity: the vehicle and where the database says that it stands."""
    places: dict[str, tuple[int, tuple[int, int]]] = {}
    for state in DeviceState.objects.select_related("device"):
        assert state.vehicle_id is not None
        assert state.point is not None
        lon_lat = round(state.point.x * 1e7), round(state.point.y * 1e7)
        places[state.device.identity] = state.vehicle_id, lon_lat
    return places


@pytest.mark.timeout(300)
async def test_31_buses_move_on_the_wall(transactional_db: None, browser: Browser) -> None:
    file = shared_data("gps", "wmata_bus_avl.csv")
    people = await database_sync_to_async(cast.build)()
    with web() as server, gateway() as listener:
        context = await browser.new_context(viewport={"width": 1600, "height": 900})
        name, _, value = (await database_sync_to_async(session_cookie)(people.ani)).partition("=")
        await context.add_cookies([{"name": name, "value": value, "url": server.address}])
        page = await context.new_page()
        watched = Watched(page)
        await page.goto(f"{server.address}/wall/#map=12/38.93/-77.03")
        await expect(page.locator(".link")).to_have_attribute("data-link", "connected", timeout=30_000)
        empty = await page.locator(".leaflet-container").screenshot()
        command = ["manage.py", "replay_positions", str(file), "--speed", str(SPEED), "--gateway", listener.address]
        replay = await asyncio.create_subprocess_exec(sys.executable, *command, cwd=ROOT, env=environment())
        try:
            assert await replay.wait() == 0
        finally:
            if replay.returncode is None:
                replay.kill()
        buses = await database_sync_to_async(stored)()
        assert len(buses) == BUSES
        long = on_the_wall_for_long(file)
        assert len(long) >= BUSES - 2

        async def all_stand_where_they_do() -> bool:
            return watched.last() == dict(buses.values())

        await until_async(all_stand_where_they_do, seconds=20, what=f"the last place of {BUSES} buses on the wall")
        assert {buses[identity][0] for identity in long} <= watched.moved()
        await expect(page.locator(".figures")).to_contain_text(f"/{BUSES}")
        assert await page.locator(".leaflet-container").screenshot() != empty
