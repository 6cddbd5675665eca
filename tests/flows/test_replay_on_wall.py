"""Recorded buses drive over the wall in a browser."""

import asyncio
import struct
import sys

import pytest
from channels.db import database_sync_to_async
from playwright.async_api import Browser, Page, WebSocket, expect

from tests import world as cast
from tests.live_client import session_cookie
from tests.processes import ROOT, environment, gateway, web
from tests.waiting import until_async
from tests.world import shared_data

pytestmark = pytest.mark.django_db(transaction=True)
BUSES = 31
SPEED = "600"
"""Ten times faster than the usual replay, so that the five recorded hours take half a minute."""


class Watched:
    """The positions that the wall's own socket received, by vehicle."""

    def __init__(self, page: Page) -> None:
        self.places: dict[int, set[tuple[int, int]]] = {}
        page.on("websocket", self._follow)

    def moved(self) -> int:
        """How many vehicles were seen in at least three places."""
        return sum(len(places) >= 3 for places in self.places.values())

    def _follow(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._take)

    def _take(self, frame: str | bytes) -> None:
        if isinstance(frame, bytes):
            (count,) = struct.unpack_from("<I", frame, 24)
            for at in range(count):
                vehicle, lon, lat = struct.unpack_from("<Iii", frame, 32 + 28 * at)
                self.places.setdefault(vehicle, set()).add((lon, lat))


@pytest.mark.timeout(300)
async def test_31_buses_move_on_the_wall(transactional_db: None, browser: Browser) -> None:
    file = shared_data("gps", "wmata_bus_avl.csv")
    people = await database_sync_to_async(cast.build)()
    with web() as server, gateway() as door:
        context = await browser.new_context(viewport={"width": 1600, "height": 900})
        name, _, value = (await database_sync_to_async(session_cookie)(people.ani)).partition("=")
        await context.add_cookies([{"name": name, "value": value, "url": server.address}])
        page = await context.new_page()
        watched = Watched(page)
        await page.goto(f"{server.address}/wall/#map=12/38.93/-77.03")
        await expect(page.locator(".link")).to_have_attribute("data-link", "connected", timeout=30_000)
        empty = await page.locator(".leaflet-container").screenshot()
        command = ["manage.py", "replay_positions", str(file), "--speed", SPEED, "--gateway", door.address]
        replay = await asyncio.create_subprocess_exec(sys.executable, *command, cwd=ROOT, env=environment())
        try:

            async def all_move() -> bool:
                return watched.moved() == BUSES

            await until_async(all_move, seconds=240, what=f"{BUSES} moving buses")
        finally:
            replay.terminate()
            await replay.wait()
        await expect(page.locator(".figures")).to_contain_text(f"/{BUSES}")
        assert await page.locator(".leaflet-container").screenshot() != empty
