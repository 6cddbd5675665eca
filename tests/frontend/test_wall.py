"""The wall in a real browser, on real processes."""

import time
from typing import Any

import httpx
import pytest
from channels.db import database_sync_to_async
from playwright.async_api import Browser, BrowserContext, Page, expect

from complaints.actions.submit import submit
from complaints.intake.submission import parse_submission
from complaints.models import Category, Channel
from people.models import User
from tests import processes
from tests import world as cast
from tests.live_client import session_cookie
from tests.vehicles import make_vehicle

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS = 1000


@pytest.fixture
def people(transactional_db: None) -> cast.World:
    return cast.build()


async def open_wall(browser: Browser, address: str, user: User, query: str = "", **options: Any) -> Page:
    """The wall as `user` sees it, once it is connected; a script's error fails the test."""
    context: BrowserContext = await browser.new_context(**{"viewport": {"width": 1600, "height": 900}, **options})
    name, _, value = (await database_sync_to_async(session_cookie)(user)).partition("=")
    cookies = {name: value, "django_language": "id"}
    await context.add_cookies([{"name": key, "value": text, "url": address} for key, text in cookies.items()])
    page = await context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"the page raised {error}"))
    await page.goto(f"{address}/wall/{query}")
    await expect(page.locator(".link")).to_have_attribute("data-link", "connected", timeout=20 * SECONDS)
    return page


async def test_it_shows_a_vehicle_as_soon_as_its_phone_reports(people: cast.World, browser: Browser) -> None:
    vehicle = await database_sync_to_async(make_vehicle)("truk-1", people.roads, name="Truk Sampah 1")
    with processes.shared_web() as web, processes.gateway() as listener:
        page = await open_wall(browser, web.address, people.ani, f"#sel=vehicle:{vehicle.pk}")
        await expect(page.locator(".detail")).to_contain_text("Kendaraan ini belum pernah melaporkan posisi")
        fix = {"id": "truk-1", "lat": "3.1001", "lon": "98.4908", "speed": "19.44", "bearing": "90"}
        async with httpx.AsyncClient() as phone:
            answer = await phone.post(listener.address, data={**fix, "timestamp": str(int(time.time()))})
        assert answer.status_code == 200
        await expect(page.locator(".detail .big").first).to_contain_text("36", timeout=10 * SECONDS)
        await expect(page.locator(".detail")).to_contain_text("090° T")
        await expect(page.locator(".figures")).to_contain_text("1/1")


async def test_it_shows_a_complaint_as_soon_as_it_is_sent(people: cast.World, browser: Browser) -> None:
    with processes.shared_web() as web:
        page = await open_wall(browser, web.address, people.ani)
        await expect(page.locator(".queue")).to_contain_text("Tidak ada pengaduan terbuka")
        await database_sync_to_async(send_complaint)()
        row = page.locator(".queue .row-button", has_text="Rumah terbakar di pasar")
        await row.click(timeout=10 * SECONDS)
        await expect(page.locator(".side h2")).to_have_text("Rumah terbakar di pasar")
        assert "sel=complaint:" in page.url


async def test_it_says_that_the_link_is_lost_and_recovers_by_itself(people: cast.World, browser: Browser) -> None:
    with processes.web() as web:
        page = await open_wall(browser, web.address, people.ani)
        await database_sync_to_async(web.kill)()
        await expect(page.locator(".banner")).to_contain_text("Sambungan putus", timeout=20 * SECONDS)
        await database_sync_to_async(web.start)()
        await expect(page.locator(".link")).to_have_attribute("data-link", "connected", timeout=40 * SECONDS)
        await expect(page.locator(".banner")).to_have_count(0)


async def test_it_shows_an_agency_no_vehicle_of_another(people: cast.World, browser: Browser) -> None:
    await database_sync_to_async(make_vehicle)("pemadam-1", people.fire, name="Damkar 1")
    await database_sync_to_async(make_vehicle)("truk-1", people.roads, name="Truk PUPR")
    with processes.shared_web() as web:
        page = await open_wall(browser, web.address, people.budi)
        await page.keyboard.press("2")
        await expect(page.locator(".queue .list")).to_contain_text("Truk PUPR")
        await expect(page.locator(".queue .list")).not_to_contain_text("Damkar 1")


async def test_it_works_on_a_phone(people: cast.World, browser: Browser) -> None:
    with processes.shared_web() as web:
        page = await open_wall(browser, web.address, people.ani, viewport={"width": 390, "height": 844})
        assert await page.evaluate("document.documentElement.scrollWidth") <= 390
        await page.get_by_role("button", name="Daftar").click()
        await expect(page.locator(".queue")).to_be_visible()


async def test_it_is_operated_by_the_keyboard(people: cast.World, browser: Browser) -> None:
    with processes.shared_web() as web:
        page = await open_wall(browser, web.address, people.ani)
        await page.keyboard.press("?")
        await expect(page.locator("dialog[open]")).to_contain_text("Tombol")
        await page.keyboard.press("Escape")
        await expect(page.locator("dialog[open]")).to_have_count(0)
        await page.keyboard.press("t")
        await expect(page.locator("html")).to_have_attribute("data-theme", "day")
        await page.keyboard.press("/")
        await expect(page.locator("#wall-search")).to_be_focused()


def send_complaint() -> None:
    Category.objects.create(code="kebakaran", name="Kebakaran", name_en="Fire", emergency=True)
    values = {"category": "kebakaran", "title": "Rumah terbakar di pasar", "lon": 98.4908, "lat": 3.1001}
    submit(parse_submission(values), Channel.PHONE)
