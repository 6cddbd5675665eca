"""A planner draws in a real browser, and walls see it over the real hub."""

import json
import time
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from playwright.async_api import Browser, Page, expect

from layers.models import Status, Zone
from people.models import User
from tests import processes
from tests import world as cast
from tests.layers.drawings import drawn, published, ring
from tests.live_client import LiveClient, live_client, session_cookie

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS = 1000


@pytest.fixture
def people(transactional_db: None) -> cast.World:
    return cast.build()


async def open_planner(browser: Browser, address: str, user: User, fragment: str = "") -> Page:
    """The planner's page of ``user``, once its map and list are there; a script's error fails the test."""
    context = await browser.new_context(viewport={"width": 1600, "height": 900})
    name, _, value = (await sync_to_async(session_cookie)(user)).partition("=")
    await context.add_cookies(
        [
            {"name": name, "value": value, "url": address},
            {"name": "django_language", "value": "en", "url": address},
        ]
    )
    page = await context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"the page raised {error}"))
    await page.goto(f"{address}/planner/{fragment}")
    await expect(page.get_by_role("tab", name="All")).to_be_visible(timeout=20 * SECONDS)
    return page


async def draw_square(page: Page, size: int = 120) -> None:
    """Draw a square of that many pixels around the middle of the map."""
    box = await page.locator(".leaflet-container").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    half = size / 2
    await page.get_by_role("button", name="Draw polygon").click()
    for dx, dy in ((-half, -half), (half, -half), (half, half), (-half, half), (-half, -half)):
        await page.mouse.move(x + dx, y + dy)
        await page.mouse.click(x + dx, y + dy)


async def area(page: Page) -> int:
    return int(await page.locator("[data-area]").get_attribute("data-area") or 0)


async def zones(**conditions: Any) -> list[Zone]:
    return await sync_to_async(lambda: list(Zone.objects.select_related("published").filter(**conditions)))()


@pytest.mark.alone
async def test_what_is_drawn_and_published_is_on_open_walls_within_a_second(
    people: cast.World, browser: Browser
) -> None:
    with processes.shared_web() as web:
        page = await open_planner(browser, web.address, people.dewi, "#new")
        await draw_square(page)
        await page.get_by_label("Name", exact=True).fill("Daerah bahaya uji")
        await page.get_by_role("radio", name="III", exact=True).click()
        await page.get_by_role("button", name="Save draft").click()
        await expect(page.get_by_text("Draft saved.")).to_be_visible()
        async with live_client(web.address, people.ani) as centre, live_client(web.address, people.budi) as agency:
            await centre.start()
            await agency.start()
            await page.get_by_role("button", name="Publish…").click()
            begun = time.monotonic()
            await page.get_by_role("button", name="Publish now").click()
            took = [await seen_after(wall, begun) for wall in (centre, agency)]
        await expect(page.get_by_text("Version 1 is on the walls now.")).to_be_visible()
    assert max(took) < 1.0, f"walls waited {took} s"
    (zone,) = await zones()
    assert (zone.name, zone.level, zone.status) == ("Daerah bahaya uji", 3, Status.PUBLISHED)


async def seen_after(wall: LiveClient, begun: float) -> float:
    """Seconds until the wall knew of a zone."""
    await wall.take_until(lambda: any(zone["level"] == 3 for zone in wall.state.get("zone", {}).values()))
    return time.monotonic() - begun


async def test_each_step_of_drawing_can_be_undone_and_redone(people: cast.World, browser: Browser) -> None:
    with processes.shared_web() as web:
        page = await open_planner(browser, web.address, people.dewi, "#new")
        await draw_square(page, 160)
        whole = await area(page)
        await page.get_by_role("button", name="Cut a hole").click()
        box = await page.locator(".leaflet-container").bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        for dx, dy in ((-30, -30), (30, -30), (30, 30), (-30, 30), (-30, -30)):
            await page.mouse.move(x + dx, y + dy)
            await page.mouse.click(x + dx, y + dy)
        await expect(page.locator("[data-area]")).not_to_have_attribute("data-area", str(whole))
        holed = await area(page)
        assert holed / whole == pytest.approx(1 - (60 / 160) ** 2, abs=0.03)
        await page.get_by_role("button", name="Undo").click()
        assert await area(page) == whole
        await page.get_by_role("button", name="Redo").click()
        assert await area(page) == holed


async def test_a_circle_has_the_radius_that_was_typed(people: cast.World, browser: Browser) -> None:
    with processes.shared_web() as web:
        page = await open_planner(browser, web.address, people.dewi, "#new")
        await page.get_by_role("button", name="Circle").click()
        await page.get_by_label("Radius", exact=True).fill("3000")
        await page.locator(".leaflet-container").click()
        assert await area(page) == pytest.approx(28.25e6, rel=0.002)
        await page.get_by_label("Name", exact=True).fill("Radius 3 km")
        await page.keyboard.press("Control+s")
        await expect(page.get_by_text("Draft saved.")).to_be_visible()
    (zone,) = await zones()
    assert zone.area_m2 == pytest.approx(28.25e6, rel=0.002)


async def test_what_was_not_saved_is_there_after_the_session_has_ended(people: cast.World, browser: Browser) -> None:
    with processes.shared_web() as web:
        page = await open_planner(browser, web.address, people.dewi, "#new")
        await draw_square(page)
        await page.get_by_label("Name", exact=True).fill("Belum tersimpan")
        drawn = await area(page)
        cookies = [cookie for cookie in await page.context.cookies() if cookie["name"] == "sessionid"]
        await page.context.clear_cookies(name="sessionid")
        await page.get_by_role("button", name="Save draft").click()
        await expect(page.get_by_text("Your session has ended.")).to_be_visible()
        await page.context.add_cookies(cookies)  # type: ignore[arg-type]
        page.on("dialog", lambda dialog: dialog.accept())
        await page.reload()
        await page.get_by_role("button", name="Use them").click()
        assert await area(page) == drawn
        await page.get_by_role("button", name="Save draft").click()
        await expect(page.get_by_text("Draft saved.")).to_be_visible()
    assert [zone.name for zone in await zones()] == ["Belum tersimpan"]


async def test_a_save_over_somebody_else_s_is_refused_and_the_drawing_stays(
    people: cast.World, browser: Browser
) -> None:
    zone = await sync_to_async(published)(people.dewi)
    with processes.shared_web() as web:
        page = await open_planner(browser, web.address, people.dewi, f"#zone={zone.pk}")
        await page.get_by_label("Name", exact=True).fill("Mine")
        await sync_to_async(Zone.objects.filter(pk=zone.pk).update)(revision=99)
        await page.get_by_role("button", name="Save draft").click()
        await expect(page.get_by_text("Somebody else saved this zone first.")).to_be_visible()
        await expect(page.get_by_label("Name", exact=True)).to_have_value("Mine")


async def test_an_operator_has_no_planner(people: cast.World, browser: Browser) -> None:
    with processes.shared_web() as web:
        context = await browser.new_context()
        name, _, value = (await sync_to_async(session_cookie)(people.ani)).partition("=")
        await context.add_cookies([{"name": name, "value": value, "url": web.address}])
        answer = await (await context.new_page()).goto(f"{web.address}/planner/")
        assert answer is not None and answer.status == 403


async def test_a_file_is_checked_imported_and_published_as_one(people: cast.World, browser: Browser) -> None:
    features = [
        {"type": "Feature", "properties": {"name": f"Zona {at}", "krb": "KRB II"}, "geometry": ring(1000 + at)}
        for at in range(3)
    ]
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    with processes.shared_web() as web:
        page = await open_planner(browser, web.address, people.dewi)
        await page.get_by_role("button", name="Import", exact=True).click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("GeoJSON or GeoPackage file").set_input_files(
            {"name": "banjir.geojson", "mimeType": "application/geo+json", "buffer": content}
        )
        await dialog.get_by_role("button", name="Check").click()
        await expect(dialog.get_by_text("Say what kind the zones are")).to_be_visible()
        await dialog.get_by_label("Kind", exact=True).select_option("flood")
        await dialog.get_by_label("Level field").select_option("krb")
        await dialog.get_by_role("button", name="Check").click()
        await expect(dialog.get_by_text("nothing is stored yet")).to_be_visible()
        await expect(dialog.get_by_text("Level II: 3.")).to_be_visible()
        assert await zones() == []
        await dialog.get_by_role("button", name="Import", exact=True).click()
        await expect(dialog.get_by_text("3 new")).to_be_visible()
        await dialog.get_by_role("button", name="Close").last.click()
        await page.get_by_role("button", name="Imports").click()
        await page.get_by_role("button", name="Publish all…").click()
        await page.get_by_role("button", name="Publish all", exact=True).click()
        await expect(page.get_by_text("0 drafts, 3 published, 0 retired")).to_be_visible()
        assert [(zone.level, zone.shown) for zone in await zones(status=Status.PUBLISHED)] == [(2, True)] * 3


async def test_a_draft_that_was_never_published_is_deleted(people: cast.World, browser: Browser) -> None:
    zone = await sync_to_async(drawn)(people.dewi)
    with processes.shared_web() as web:
        page = await open_planner(browser, web.address, people.dewi, f"#zone={zone.pk}")
        await page.get_by_role("button", name="Delete draft…").click()
        await page.get_by_role("button", name="Delete", exact=True).click()
        await expect(page.get_by_text("The draft is deleted.")).to_be_visible()
        assert await zones() == []
