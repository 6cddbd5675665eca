"""The replay: what it starts from, who may see what in it, and how it plays in a browser."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.contrib.gis.geos import Point
from django.test import Client
from playwright.async_api import Browser, Page, expect

from complaints.models import Category, Channel, Complaint
from fleet.models import Vehicle
from fleet.trips.rebuild import build_from
from people.models import Agency, User
from tests import processes
from tests import world as cast
from tests.fleet.conftest import NOON, delivery, fix, store
from tests.fleet.history.test_timeline import event, morning
from tests.live_client import session_cookie
from tests.vehicles import make_vehicle

pytestmark = pytest.mark.django_db(transaction=True)
HOURS = "from=2026-03-01T11:00:00Z&to=2026-03-01T15:00:00Z"


@pytest.fixture
def people(transactional_db: None) -> cast.World:
    return cast.build()


@pytest.fixture
def grader(people: cast.World) -> Vehicle:
    return make_vehicle("grader-1", people.roads, name="Grader 1")


def make_complaint(seconds: float, agency: Agency | None = None, **more: Any) -> Complaint:
    category, _ = Category.objects.get_or_create(code="jalan", defaults={"name": "Jalan rusak"})
    at = NOON + timedelta(seconds=seconds)
    values: dict[str, Any] = {"title": "Lubang di jalan", "point": Point(98.49, 3.13, srid=4326), "created_at": at}
    values |= {"tracking_code": f"TEST-{Complaint.objects.count():05}", "channel": Channel.PORTAL, "agency": agency}
    return Complaint.objects.create(category=category, complaint_class="complaint", **values | more)


def data(user: User, query: str) -> dict[str, Any]:
    client = Client()
    client.force_login(user)
    text = client.get(f"/fleet/replay/?{query}").content.decode()
    found = re.search(r'<script id="replay-data" type="application/json">(.*?)</script>', text)
    assert found is not None
    loaded: dict[str, Any] = json.loads(found[1])
    return loaded


def test_it_has_the_complaints_of_its_hours(people: cast.World, grader: Vehicle) -> None:
    inside = make_complaint(700)
    make_complaint(-90_000)
    make_complaint(90_000)
    found = data(people.ani, f"vehicles={grader.pk}&{HOURS}")["complaints"]
    assert [one["code"] for one in found] == [inside.tracking_code]


def test_an_officer_finds_the_complaints_of_the_own_agency_only(people: cast.World, grader: Vehicle) -> None:
    own = make_complaint(700, people.roads)
    make_complaint(800, people.fire)
    found = data(people.budi, f"vehicles={grader.pk}&{HOURS}")["complaints"]
    assert [one["code"] for one in found] == [own.tracking_code]


def test_a_secret_complaint_shows_its_subject_alone(people: cast.World, grader: Vehicle) -> None:
    make_complaint(700, confidential=True)
    (found,) = data(people.ani, f"vehicles={grader.pk}&{HOURS}")["complaints"]
    assert found["title"] == "Jalan rusak"


def test_without_a_time_it_is_the_last_day_with_data(people: cast.World, grader: Vehicle) -> None:
    store([delivery(*morning())])
    found = data(people.ani, f"vehicles={grader.pk}")
    assert found["to"] == pytest.approx(NOON.timestamp() + 3570 + 60)
    assert found["to"] - found["from"] == 86_400


def test_a_time_without_a_zone_is_the_regions(people: cast.World, grader: Vehicle) -> None:
    found = data(people.ani, f"vehicles={grader.pk}&from=2026-03-01T19:00&to=2026-03-01T20:00")
    assert found["from"] == NOON.timestamp()


def test_the_vehicles_of_another_agency_cannot_be_replayed(people: cast.World, grader: Vehicle) -> None:
    client = Client()
    client.force_login(people.citra)
    assert client.get(f"/fleet/replay/?vehicles={grader.pk}&{HOURS}").status_code == 404


def test_without_vehicles_it_asks_for_them(people: cast.World, grader: Vehicle) -> None:
    client = Client()
    client.force_login(people.budi)
    text = client.get("/fleet/replay/").content.decode()
    assert "Choose vehicles and a time" in text
    assert "Grader 1" in text


@pytest.mark.parametrize("query", ["vehicles=x", f"vehicles=1&{HOURS}&speed=9", "to=0001-01-01T00:00"])
def test_it_rejects_an_address_that_it_does_not_understand(people: cast.World, query: str) -> None:
    client = Client()
    client.force_login(people.ani)
    assert client.get(f"/fleet/replay/?{query}").status_code == 400


def test_hours_that_cannot_be_leave_the_choice_as_it_was(people: cast.World, grader: Vehicle) -> None:
    client = Client()
    client.force_login(people.ani)
    answer = client.get(f"/fleet/replay/?vehicles={grader.pk}&from=2026-03-02T10:00&to=2026-03-01T10:00")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "The end must lie after the beginning, by at most seven days." in text
    assert f'value="{grader.pk}" data-choice checked' in text
    assert 'name="to" value="2026-03-01T10:00"' in text


async def place(page: Page) -> str:
    """Where on the map the vehicle is drawn."""
    return str(await page.locator(".replay-vehicle").first.evaluate("element => element.style.transform"))


async def open_replay(browser: Browser, address: str, user: User, query: str) -> Page:
    context = await browser.new_context(viewport={"width": 1600, "height": 900}, locale="en-GB")
    name, _, value = (await sync_to_async(session_cookie)(user)).partition("=")
    await context.add_cookies([{"name": name, "value": value, "url": address}])
    page = await context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"the page raised {error}"))
    await page.goto(f"{address}/fleet/{query}")
    return page


def make_scene(people: cast.World) -> tuple[Vehicle, Vehicle]:
    """Two vehicles that drive, one of them with an alarm, and a complaint."""
    vehicles = (
        make_vehicle("grader-1", people.roads, name="Grader 1"),
        make_vehicle("fire-1", people.fire, name="Fire 1"),
    )
    store([delivery(*morning()), delivery(*morning("fire-1", shift=120))])
    for vehicle in vehicles:
        build_from(vehicle.pk, NOON)
    event(vehicles[0], 700)
    make_complaint(900)
    return vehicles


async def test_two_vehicles_play_on_one_clock_and_can_be_scrubbed(people: cast.World, browser: Browser) -> None:
    one, two = await sync_to_async(make_scene)(people)
    with processes.shared_web() as web:
        page = await open_replay(browser, web.address, people.ani, f"replay/?vehicles={one.pk},{two.pk}&{HOURS}")
        await expect(page.locator(".replay-name")).to_have_count(2)
        await page.locator("[data-speed]").select_option("600")
        before = await place(page)
        await page.locator("[data-play]").click()
        await expect(page.locator("[data-play]")).to_have_attribute("aria-pressed", "true")
        await page.wait_for_function(
            "before => document.querySelector('.replay-vehicle').style.transform !== before", arg=before
        )
        await page.keyboard.press("End")
        await expect(page.locator("[data-play]")).to_have_attribute("aria-pressed", "false")
        await expect(page.locator("[data-clock]")).to_contain_text("22:00:00 WIB")

        # 19:30 lies in the silence: the vehicle stands where it was heard last and says so.
        await page.locator("[data-seek]").fill(str(int(NOON.timestamp()) + 1800))
        await expect(page.locator("[data-replay-vehicles] .badge").first).to_contain_text("no data since 19:19")
        await expect(page.locator(".replay-vehicle.is-gap")).to_have_count(2)
        silent = await place(page)
        await page.locator("body").click(position={"x": 5, "y": 5})
        await page.keyboard.press("ArrowRight")
        await expect(page.locator("[data-clock]")).to_contain_text("19:31:00")
        assert await place(page) == silent


def make_parked(people: cast.World) -> Vehicle:
    """A vehicle whose tracker sleeps for two hours while it stands."""
    vehicle = make_vehicle("grader-1", people.roads, name="Grader 1")
    store([delivery(*(fix("grader-1", seconds=n, speed_mps=0.0) for n in (0, 60, 120, 180, 240, 7200, 7260)))])
    build_from(vehicle.pk, NOON)
    return vehicle


async def test_the_list_and_the_hours_beside_it_say_the_same_of_a_parked_vehicle(
    people: cast.World, browser: Browser
) -> None:
    vehicle = await sync_to_async(make_parked)(people)
    with processes.shared_web() as web:
        page = await open_replay(browser, web.address, people.ani, f"replay/?vehicles={vehicle.pk}&{HOURS}")
        await page.locator("[data-seek]").fill(str(int(NOON.timestamp()) + 3600))
        await expect(page.locator("[data-replay-vehicles] .badge")).to_have_text("stopped")
        await expect(page.locator(".strip-stop")).to_have_count(1)
        await page.locator("[data-seek]").fill(str(int(NOON.timestamp()) + 9000))
        await expect(page.locator("[data-replay-vehicles] .badge")).to_have_text("no data since 21:01")
        await expect(page.locator(".strip-gap")).to_have_count(1)


async def test_what_happened_lies_on_the_same_clock(people: cast.World, browser: Browser) -> None:
    one, _ = await sync_to_async(make_scene)(people)
    with processes.shared_web() as web:
        page = await open_replay(browser, web.address, people.ani, f"replay/?vehicles={one.pk}&{HOURS}")
        await expect(page.locator(".replay-happening")).to_have_count(2)
        await expect(page.locator(".strip-mark")).to_have_count(2)
        await expect(page.locator(".replay-complaint")).to_have_count(0)
        await page.locator(".replay-happening.is-complaint button").click()
        await expect(page.locator("[data-clock]")).to_contain_text("19:15:00")
        await expect(page.locator(".replay-complaint")).to_have_count(1)
        await page.locator(".replay-happening.is-warning button").click()
        await expect(page.locator("[data-clock]")).to_contain_text("19:11:40")
        await expect(page.locator(".replay-complaint")).to_have_count(0)
        await expect(page.locator(".replay-event")).to_have_count(1)


async def test_vehicles_ticked_in_the_list_are_replayed_together(people: cast.World, browser: Browser) -> None:
    one, two = await sync_to_async(make_scene)(people)
    with processes.shared_web() as web:
        page = await open_replay(browser, web.address, people.ani, "")
        await expect(page.locator("[data-replay-selected]")).to_be_hidden()
        for vehicle in (one, two):
            await page.locator(f"[data-select-vehicle][value='{vehicle.pk}']").check()
        await page.locator("[data-replay-selected]").click()
        await expect(page.locator(".replay-name")).to_have_count(2)
        assert f"vehicles={one.pk},{two.pk}" in page.url
