"""The wall at every preset of the viewing distance."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests import processes
from tests import world as cast
from tests.frontend.test_wall import open_wall

pytestmark = pytest.mark.django_db(transaction=True)

PRESETS = ("Meja, 24 inci pada 0,6 m", "Dinding, 55 inci pada 2 m", "Dinding, 75 inci pada 4 m")

# What cannot be reached or read: what leaves the window, and parts of the bar that lie over another.
OUT_OF_REACH = """() => {
  const shown = (element) => element.checkVisibility({ visibilityProperty: true });
  const name = (element) => element.getAttribute("aria-label") || element.textContent.trim();
  const boxes = (selector) => [...document.querySelectorAll(selector)].filter(shown)
    .map((element) => [name(element), element.getBoundingClientRect()]);
  const controls = boxes(".top :is(button, a, input, summary), .tabs button, .map-tools button, .panel-opener");
  const parts = boxes(".top > :not(.who, .figures), .top .who > *, .top .figures > div");
  const outside = [...controls, ...parts].filter(([, box]) =>
    box.left < 0 || box.top < 0 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1);
  const meet = (one, other) => one.left < other.right - 1 && other.left < one.right - 1
    && one.top < other.bottom - 1 && other.top < one.bottom - 1;
  const over = parts.filter(([, one], index) => parts.slice(index + 1).some(([, other]) => meet(one, other)));
  const bar = document.querySelector(".top");
  const cut = parts.filter(([, box]) => box.bottom > bar.getBoundingClientRect().bottom + 1);
  return [outside, over, cut].flat().map(([text]) => text);
}"""


@pytest.fixture
def people(transactional_db: None) -> cast.World:
    return cast.build()


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768)])
async def test_every_control_is_within_reach_at_every_preset(
    people: cast.World, browser: Browser, width: int, height: int
) -> None:
    size = {"width": width, "height": height}
    with processes.shared_web() as web:
        page = await open_wall(browser, web.address, people.ani, viewport=size, screen=size)
        for preset in (*PRESETS, *reversed(PRESETS)):
            await choose(page, preset)
            assert await page.evaluate(OUT_OF_REACH) == [], preset


async def choose(page: Page, preset: str) -> None:
    """Through the bar or, where that has no room, through the menu, as a person without a keyboard."""
    button = page.locator(".top .tools").get_by_role("button", name="Jarak pandang")
    if not await button.is_visible():
        await page.locator(".pages summary").click()
        button = page.locator(".pages nav").get_by_role("button", name="Jarak pandang")
    await button.click()
    await page.get_by_role("button", name=preset, exact=True).click()
    await page.locator("dialog[open]").get_by_role("button", name="Tutup").click()
    await expect(page.locator("dialog[open]")).to_have_count(0)
