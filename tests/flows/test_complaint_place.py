"""The place of a complaint: a tap must be exact, a rough fix is not used, a pin can be set by keyboard and removed."""

from typing import Any, Final

import pytest
from channels.db import database_sync_to_async
from playwright.async_api import Browser, Page, expect

from complaints.models import Category, Complaint
from tests import processes
from tests import world as cast
from tests.live_client import session_cookie

pytestmark = pytest.mark.django_db(transaction=True)

PHONE: Final[dict[str, Any]] = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "geolocation": {"longitude": 98.4908, "latitude": 3.1001, "accuracy": 4000},
    "permissions": ["geolocation"],
}


def build() -> cast.World:
    """The cast, and one thing to report about."""
    people = cast.build()
    Category.objects.create(code="jalan-rusak", name="Jalan rusak", default_agency=people.roads)
    return people


async def tap_map(page: Page) -> None:
    """A finger in the middle of the map."""
    field = page.locator("[data-map]")
    await field.scroll_into_view_if_needed()
    box = await field.bounding_box()
    assert box is not None
    await page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


async def choose_the_place(page: Page) -> None:
    """Each way to a place in turn; at the end one is chosen by keyboard."""
    said, lon = page.locator("[data-place-found]"), page.locator("[name=lon]")
    pin, remove = page.locator(".place-map .leaflet-marker-icon"), page.get_by_role("button", name="Hapus tempat")
    await expect(page.get_by_role("button", name="Pasang jarum")).to_be_hidden()

    await page.get_by_role("button", name="Pakai posisi saya").tap()
    await expect(said).to_contain_text("± 4 km")
    await expect(lon).to_have_value("")
    await expect(remove).to_be_hidden()

    await page.evaluate("location.reload()")
    await page.get_by_role("button", name="Pilih di peta").tap()
    await expect(said).to_contain_text("Ketuk peta")
    await tap_map(page)
    await expect(said).to_contain_text("Peta diperbesar")
    await expect(lon).to_have_value("")
    await tap_map(page)
    await expect(pin).to_be_visible()
    await expect(lon).not_to_have_value("")

    await remove.tap()
    await expect(said).to_have_text("Tempat dihapus.")
    await expect(lon).to_have_value("")
    await expect(pin).to_have_count(0)

    await page.locator("[data-map]").press("ArrowRight")
    await page.locator("[data-map]").press("Enter")
    await expect(pin).to_be_visible()
    await expect(lon).not_to_have_value("")


async def test_a_place_is_exact_can_be_removed_and_needs_no_finger(transactional_db: None, browser: Browser) -> None:
    people = await database_sync_to_async(build)()
    with processes.web() as web:
        context = await browser.new_context(**PHONE)
        page = await context.new_page()
        await page.goto(f"{web.address}/pengaduan/")
        await choose_the_place(page)
        await page.select_option("[name=category]", "jalan-rusak")
        await page.fill("[name=title]", "Lubang besar")
        await page.fill("[name=landmark]", "W" * 200)
        await page.get_by_role("button", name="Kirim pengaduan").tap()
        await page.wait_for_url("**/pengaduan/terkirim/**")
        await page.get_by_role("link", name="Lihat status").tap()
        await page.wait_for_url("**/status/**")
        await expect(page.get_by_text("W" * 200)).to_be_visible()
        assert await width(page) == 390

        # The case at the desk has the same words, in a column of its own.
        name, _, value = (await database_sync_to_async(session_cookie)(people.ani)).partition("=")
        desk = await browser.new_context(viewport={"width": 1920, "height": 1080})
        await desk.add_cookies([{"name": name, "value": value, "url": web.address}])
        page = await desk.new_page()
        complaint = await database_sync_to_async(Complaint.objects.get)()
        assert complaint.point is not None
        await page.goto(f"{web.address}/desk/{complaint.tracking_code}/")
        await expect(page.get_by_text("W" * 200)).to_be_visible()
        assert await width(page) == 1920

        # Whoever records a call searches the caller's place; their own position is none.
        await page.goto(f"{web.address}/desk/new/")
        await expect(page.locator("[data-place-pick] input:visible").first).to_have_attribute("type", "search")
        await expect(page.get_by_role("button", name="Set the mark")).to_be_visible()
        await expect(page.get_by_role("button", name="Use my position")).to_have_count(0)

        # A session that ended in the meantime: nothing is lost.
        await page.select_option("[name=category]", "jalan-rusak")
        await page.fill("[name=title]", "Jembatan retak")
        await desk.clear_cookies(name=name)
        await page.get_by_role("button", name="Record").click()
        await page.wait_for_url("**/login/**")
        again = await database_sync_to_async(session_cookie)(people.ani)
        await desk.add_cookies([{"name": name, "value": again.partition("=")[2], "url": web.address}])
        await page.goto(f"{web.address}/desk/new/")
        await expect(page.locator("[name=title]")).to_have_value("Jembatan retak")


async def width(page: Page) -> int:
    """How wide the page is, in CSS pixels; wider than the screen is wrong."""
    wide: int = await page.evaluate("document.documentElement.scrollWidth")
    return wide
