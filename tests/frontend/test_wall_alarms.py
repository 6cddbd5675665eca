"""A call for help, from a phone to two walls, and taken on one of them."""

import re
import time

import httpx
import pytest
from channels.db import database_sync_to_async
from playwright.async_api import Browser, expect

from fleet.models import VehicleEvent
from tests import processes
from tests import world as cast
from tests.frontend.test_wall import SECONDS, open_wall
from tests.vehicles import make_vehicle

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(transactional_db: None) -> cast.World:
    return cast.build()


async def test_a_call_for_help_stays_on_every_wall_until_somebody_takes_it(
    people: cast.World, browser: Browser
) -> None:
    await database_sync_to_async(make_vehicle)("ambulans-1", people.roads, name="Ambulans 1")
    with processes.shared_web() as web, processes.gateway() as listener:
        mine = await open_wall(browser, web.address, people.ani)
        other = await open_wall(browser, web.address, people.slamet)
        await send_sos(listener.address)
        for wall in (mine, other):
            await expect(wall.locator(".calls .call")).to_contain_text("Ambulans 1", timeout=10 * SECONDS)
            await expect(wall.locator(".alarms li").first).to_contain_text("SOS")
        await mine.locator(".calls").get_by_role("button", name="Lihat").click()
        await expect(mine.locator(".side")).to_contain_text("Seseorang di kendaraan meminta pertolongan")
        await mine.locator(".calls").get_by_role("button", name="Tangani").click()
        for wall in (mine, other):
            await expect(wall.locator(".calls .call")).to_have_count(0, timeout=10 * SECONDS)
            await expect(wall.locator(".alarms")).to_have_count(0)
        event = await database_sync_to_async(VehicleEvent.objects.select_related("acknowledged_by").get)(kind="sos")
        assert event.acknowledged_by == people.ani


async def test_an_alarm_is_taken_by_the_keyboard(people: cast.World, browser: Browser) -> None:
    await database_sync_to_async(make_vehicle)("ambulans-1", people.roads, name="Ambulans 1")
    with processes.shared_web() as web, processes.gateway() as listener:
        page = await open_wall(browser, web.address, people.ani)
        await send_sos(listener.address)
        await expect(page.locator(".alarms li")).to_have_count(1, timeout=10 * SECONDS)
        await page.keyboard.press("a")
        row = page.locator(".alarms [aria-current=true]")
        await expect(row).to_have_count(1)
        await row.hover()
        await expect(row).to_have_attribute("title", re.compile("meminta pertolongan"))
        await page.keyboard.press("a")
        await expect(page.locator(".alarms")).to_have_count(0, timeout=10 * SECONDS)


async def test_whoever_may_only_look_has_no_button(people: cast.World, browser: Browser) -> None:
    await database_sync_to_async(make_vehicle)("ambulans-1", people.roads, name="Ambulans 1")
    with processes.shared_web() as web, processes.gateway() as listener:
        page = await open_wall(browser, web.address, people.budi, viewport={"width": 390, "height": 844})
        await send_sos(listener.address)
        await expect(page.locator(".calls .call")).to_contain_text("Ambulans 1", timeout=10 * SECONDS)
        await expect(page.get_by_role("button", name="Tangani")).to_have_count(0)
        assert await page.evaluate("document.documentElement.scrollWidth") <= 390


async def send_sos(address: str) -> None:
    """What Traccar Client sends when its SOS button is pressed."""
    fix = {"id": "ambulans-1", "lat": "3.1001", "lon": "98.4908", "speed": "0", "alarm": "sos"}
    async with httpx.AsyncClient() as phone:
        answer = await phone.post(address, data={**fix, "timestamp": str(int(time.time()))})
    assert answer.status_code == 200
