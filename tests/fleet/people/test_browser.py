"""A phone is set up and a vehicle is shared, in a real browser over the real web process and gateway."""

import urllib.request
from urllib.parse import urlencode

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone
from playwright.async_api import Browser, BrowserContext, Page, expect

from fleet.models import Position, Vehicle
from fleet.vehicles.actions.create_vehicle import NewVehicle, create_vehicle
from people.models import User
from tests import processes
from tests.live_client import session_cookie
from tests.world import World, build

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS = 1000


@pytest.fixture
def people(transactional_db: None) -> World:
    return build()


@pytest.fixture
def ambulance(people: World) -> Vehicle:
    return create_vehicle(None, NewVehicle("Ambulance 7", plate="BB 7007 P", kind="ambulance", agency=people.roads))


async def open_page(browser: Browser, address: str, path: str, user: User | None) -> Page:
    """A page of ``user`` or of a visitor on a phone's screen; a script's error fails the test."""
    context: BrowserContext = await browser.new_context(viewport={"width": 390, "height": 844})
    cookies = [("django_language", "en")]
    if user is not None:
        name, _, value = (await sync_to_async(session_cookie)(user)).partition("=")
        cookies.append((name, value))
    await context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies])
    page = await context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"the page raised {error}"))
    await page.goto(f"{address}{path}")
    return page


def send(server: str, identity: str, lon: float, *, ago_s: int = 0) -> None:
    """A position as Traccar Client sends it."""
    at = int(timezone.now().timestamp()) - ago_s
    fields = {"id": identity, "lat": 3.1, "lon": lon, "timestamp": at, "speed": 0}
    with urllib.request.urlopen(f"{server}?{urlencode(fields)}", data=b"", timeout=10) as answer:
        assert answer.status == 200


async def set_up_phone(page: Page) -> tuple[str, str]:
    """Make the identity on the page; returns the server and the identity that the page says."""
    await page.get_by_label("Label").fill("Phone of the ambulance")
    await page.get_by_role("button", name="Make the identity").click()
    await expect(page.get_by_text("Waiting for the first position")).to_be_visible()
    await expect(page.get_by_role("img", name="QR code that sets Traccar Client up")).to_be_visible()
    await page.get_by_text("Type it instead").first.click()
    typed = page.locator(".setup").first.locator("code")
    return await typed.nth(0).inner_text(), await typed.nth(1).inner_text()


async def test_the_page_turns_green_when_the_first_position_arrives(
    people: World, ambulance: Vehicle, browser: Browser
) -> None:
    with processes.gateway() as gateway, processes.web(PANTAU_OSMAND_PORT=str(gateway.port)) as web:
        page = await open_page(browser, web.address, f"/fleet/{ambulance.pk}/enrol/", people.ani)
        server, identity = await set_up_phone(page)
        await sync_to_async(send)(server, identity, 98.5)
        await expect(page.get_by_text("The first position is here.")).to_be_visible(timeout=20 * SECONDS)
    assert await Position.objects.filter(vehicle=ambulance).acount() == 1


async def test_who_has_the_link_sees_the_vehicle_move_until_it_is_revoked(
    people: World, ambulance: Vehicle, browser: Browser
) -> None:
    with processes.gateway() as gateway, processes.web(PANTAU_OSMAND_PORT=str(gateway.port)) as web:
        desk = await open_page(browser, web.address, f"/fleet/{ambulance.pk}/enrol/", people.ani)
        server, identity = await set_up_phone(desk)
        await sync_to_async(send)(server, identity, 98.5, ago_s=60)
        await desk.goto(f"{web.address}/fleet/{ambulance.pk}/")
        await desk.get_by_text("Make a link", exact=True).click()
        await desk.get_by_role("button", name="Make the link").click()
        link = await desk.locator("#share-link").input_value()

        visitor = await open_page(browser, web.address, link.removeprefix(web.address), None)
        await expect(visitor.get_by_role("heading", name="Ambulance", exact=True)).to_be_visible()
        await expect(visitor.get_by_text("stopped")).to_be_visible()
        await expect(visitor.locator(".track-vehicle")).to_be_visible()
        assert "7007" not in await visitor.content()
        seen = await visitor.locator(".track-vehicle").get_attribute("style")
        await sync_to_async(send)(server, identity, 98.501)
        await expect(visitor.locator(".track-vehicle")).not_to_have_attribute("style", seen or "", timeout=20 * SECONDS)

        await desk.goto(f"{web.address}/fleet/{ambulance.pk}/")
        await desk.locator("#share").get_by_role("button", name="Revoke").click()
        await expect(visitor.get_by_role("heading", name="This link is not valid any more.")).to_be_visible(
            timeout=20 * SECONDS
        )
