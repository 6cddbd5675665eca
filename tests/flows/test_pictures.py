"""The demo region on every main page, on a wall's screen and on a phone, kept as pictures to be looked at.

The pictures go to `screenshots/`, which git ignores. A page that raises a script error, or is wider than the phone,
fails.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from channels.db import database_sync_to_async
from django.core.management import call_command
from playwright.async_api import Browser, Page

from complaints.models import Complaint
from fleet.models import DeviceState
from people.models import User
from tests.live_client import session_cookie
from tests.processes import ROOT, Process, environment, free_port, gateway, web
from tests.wait_for import until

pytestmark = pytest.mark.django_db(transaction=True)

FOLDER = Path(os.environ.get("PANTAU_SCREENSHOTS", ROOT / "screenshots"))
SIZES = {"screen": {"width": 1920, "height": 1080}, "phone": {"width": 390, "height": 844}}


@pytest.fixture
def demo(transactional_db: None, settings: Any) -> None:
    settings.PANTAU_DEMO = True
    call_command("load_demo", verbosity=0)


@pytest.fixture
def centre(demo: None) -> Iterator[Process]:
    """A web process on the demo region, whose vehicles drive through the gateway's own listener."""
    camera_port = str(free_port())
    switches = {"PANTAU_DEMO": "1", "PANTAU_DEMO_CAMERA_PORT": camera_port}
    with web(**switches) as server, gateway(**switches) as listener:
        command = ["manage.py", "simulate_fleet", "--gateway", listener.address, "--camera-port", camera_port]
        driving = subprocess.Popen([sys.executable, *command, "--interval", "1"], cwd=ROOT, env=environment(**switches))
        try:
            until(lambda: DeviceState.objects.exclude(fix_time=None).count() >= 50, seconds=90, what="50 vehicles")
            yield server
        finally:
            driving.terminate()
            driving.wait(20)


@pytest.fixture
def folder() -> Path:
    """Where the pictures go."""
    FOLDER.mkdir(exist_ok=True)
    return FOLDER


async def open_page(
    browser: Browser, centre: Process, path: str, size: str, user: str | None, errors: list[str]
) -> Page:
    context = await browser.new_context(viewport=SIZES[size], device_scale_factor=1, locale="id-ID")  # type: ignore[arg-type]
    if user is not None:
        account = await database_sync_to_async(User.objects.get)(username=user)
        name, _, value = (await database_sync_to_async(session_cookie)(account)).partition("=")
        await context.add_cookies([{"name": name, "value": value, "url": centre.address}])
    page = await context.new_page()
    page.on("pageerror", lambda error: errors.append(f"{path} raised {error.stack or error}"))
    answer = await page.goto(centre.address + path)
    assert answer is not None
    assert answer.status == 200
    return page


def open_complaint() -> str:
    """The tracking code of a demo complaint that an agency works on."""
    return Complaint.objects.filter(status="in_progress").values_list("tracking_code", flat=True)[0]


PAGES = {
    "wall": ("/wall/", "operator", ".queue .row-button"),
    "desk": ("/desk/", "operator", "h1"),
    "case": ("/desk/{code}/", "operator", ".case h2"),
    "planner": ("/planner/", "perencana", ".leaflet-container"),
    "portal": ("/", None, "h1"),
    "complaint-form": ("/pengaduan/", None, "main form"),
    "status": ("/status/{code}/", None, "h1"),
    "vehicles": ("/fleet/", "operator", "h1"),
    "cameras": ("/cameras/", "operator", "h1"),
}


@pytest.mark.timeout(600)
async def test_every_main_page_is_pictured_on_a_screen_and_on_a_phone(
    centre: Process, browser: Browser, folder: Path
) -> None:
    code = await database_sync_to_async(open_complaint)()
    errors: list[str] = []
    for name, (path, user, shown) in PAGES.items():
        for size in SIZES:
            page = await open_page(browser, centre, path.format(code=code), size, user, errors)
            await page.locator(shown).first.wait_for(state="attached", timeout=30_000)
            # The wall and the cameras renew what they show: their network need not come to rest.
            await page.wait_for_load_state("networkidle") if name not in {"wall", "cameras"} else None
            if size == "phone":
                width = await page.evaluate("document.documentElement.scrollWidth")
                assert width <= SIZES["phone"]["width"], f"{name} is {width} px wide on a phone"
            await page.screenshot(path=folder / f"{name}-{size}.png")
            await page.context.close()
            assert errors == []
