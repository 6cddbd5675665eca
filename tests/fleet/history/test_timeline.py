"""The day of a vehicle, part by part, on its page."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.contrib.gis.geos import Point
from django.test import Client
from playwright.async_api import Browser, expect

from fleet.events.kinds import EventKind
from fleet.history.timeline import timeline_of
from fleet.models import Trip, Vehicle, VehicleEvent
from fleet.protocols.fix import Fix
from fleet.trips.kinds import TripKind
from fleet.trips.rebuild import build_from
from kit.severity import Severity
from people.models import User
from tests import processes
from tests import world as cast
from tests.fleet.conftest import NOON, delivery, fix, store
from tests.fleet.reports.history import part
from tests.live_client import session_cookie
from tests.vehicles import make_vehicle

pytestmark = pytest.mark.django_db(transaction=True)
PER_METRE = 1 / 111_195
DAY = (datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC))


@pytest.fixture
def people(transactional_db: None) -> cast.World:
    return cast.build()


@pytest.fixture
def grader(people: cast.World) -> Vehicle:
    return make_vehicle("grader-1", people.roads)


def morning(identity: str = "grader-1", *, shift: float = 0.0) -> list[Fix]:
    """Ten minutes of standing, ten of driving north, half an hour of silence far away, and standing there."""

    def at(seconds: float, metres: float, mps: float) -> Fix:
        return fix(identity, shift + seconds, lat=3.1 + metres * PER_METRE, speed_mps=mps, moving=mps > 0)

    stood = [at(n, 0, 0.0) for n in range(0, 600, 30)]
    drove = [at(n, (n - 600) * 10, 10.0) for n in range(600, 1200, 10)]
    there = [at(n, 20_000, 0.0) for n in range(3000, 3600, 30)]
    return [*stood, *drove, *there]


def make_morning(vehicle: Vehicle) -> None:
    store([delivery(*morning())])
    build_from(vehicle.pk, NOON)


def event(vehicle: Vehicle, seconds: float, kind: EventKind = EventKind.OVERSPEED, **more: Any) -> VehicleEvent:
    at = NOON + timedelta(seconds=seconds)
    detail = {"top_kmh": 96.0, "limit_kmh": 60.0, "for_s": 40}
    values: dict[str, Any] = {"severity": Severity.WARNING, "point": Point(98.49, 3.12, srid=4326), "detail": detail}
    return VehicleEvent.objects.create(
        vehicle=vehicle, device=vehicle.devices.get(), kind=kind, time=at, since=at, raised_at=at, **values | more
    )


def page(user: User, address: str) -> str:
    client = Client()
    client.force_login(user)
    return client.get(address).content.decode()


def test_the_parts_of_the_day_are_in_order(grader: Vehicle) -> None:
    make_morning(grader)
    assert [entry.trip.kind for entry in timeline_of(grader, *DAY).entries] == ["stop", "drive", "gap", "stop"]


def test_an_event_stands_in_the_part_of_its_moment(grader: Vehicle) -> None:
    make_morning(grader)
    event(grader, 700)
    timeline = timeline_of(grader, *DAY)
    assert [len(entry.happened) for entry in timeline.entries] == [0, 1, 0, 0]
    assert "96 km/" in timeline.entries[1].happened[0].text


def test_an_event_of_a_time_without_parts_is_not_lost(grader: Vehicle) -> None:
    make_morning(grader)
    event(grader, 20_000)
    assert len(timeline_of(grader, *DAY).apart) == 1


def test_a_part_belongs_to_both_days_that_it_touches(grader: Vehicle) -> None:
    make_morning(grader)
    middle = NOON + timedelta(seconds=300)
    days = ((DAY[0], middle), (middle, DAY[1]))
    assert [len(timeline_of(grader, *day).entries) for day in days] == [1, 4]


def test_the_page_says_why_a_trip_ended(people: cast.World, grader: Vehicle) -> None:
    make_morning(grader)
    text = page(people.budi, f"/fleet/{grader.pk}/?day=2026-03-01")
    assert "Why this trip began and ended" in text
    assert "the last position where it stood" in text
    assert re.search(r"heard again after 30 min, 14\.\d km from the last position", text)


def test_a_vehicle_without_trips_says_that_they_are_being_made(people: cast.World, grader: Vehicle) -> None:
    store([delivery(*morning())])
    assert "The trips are being made" in page(people.ani, f"/fleet/{grader.pk}/?day=2026-03-01")


def test_the_other_agency_sees_no_trip(people: cast.World, grader: Vehicle) -> None:
    make_morning(grader)
    client = Client()
    client.force_login(people.citra)
    assert client.get(f"/fleet/{grader.pk}/").status_code == 404


async def test_a_part_that_is_chosen_is_shown_on_the_map(people: cast.World, browser: Browser) -> None:
    grader = await sync_to_async(make_vehicle)("grader-1", people.roads)

    def drive_now() -> None:
        shift = (datetime.now(UTC) - timedelta(hours=1, minutes=5) - NOON).total_seconds()
        store([delivery(*morning(shift=shift))])
        build_from(grader.pk, NOON)
        assert Trip.objects.filter(vehicle=grader).count() == 4

    await sync_to_async(drive_now)()
    with processes.web() as web:
        context = await browser.new_context(viewport={"width": 390, "height": 844}, locale="en-GB")
        name, _, value = (await sync_to_async(session_cookie)(people.budi)).partition("=")
        await context.add_cookies([{"name": name, "value": value, "url": web.address}])
        view = await context.new_page()
        view.on("pageerror", lambda error: pytest.fail(f"the page raised {error}"))
        await view.goto(f"{web.address}/fleet/{grader.pk}/")
        await expect(view.locator(".track-line").first).to_be_attached()
        drive = view.locator(".part.is-drive")
        await drive.locator("[data-part-show]").click()
        await expect(drive.locator("[data-part-show]")).to_have_attribute("aria-pressed", "true")
        await expect(view.locator(".part-line")).to_be_attached()
        await expect(view.locator("[data-track-map]")).to_be_in_viewport()
        await drive.locator("summary").click()
        await expect(drive.locator(".reasons")).to_contain_text("the last position before the silence")
        await view.locator(".part.is-gap [data-part-show]").click()
        await expect(view.locator(".part-line")).to_have_count(0)
        await expect(view.locator(".part-ring")).to_have_count(2)
        assert await view.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_day_begins_with_the_part_that_runs_into_it_and_none_before(grader: Vehicle) -> None:
    for hours in range(-72, 24, 12):
        part(grader, TripKind.STOP, NOON + timedelta(hours=hours), NOON + timedelta(hours=hours + 12))
    midnight, next_midnight = DAY
    starts = [entry.trip.start for entry in timeline_of(grader, midnight, next_midnight).entries]
    assert starts == [NOON - timedelta(hours=12), NOON]
    starts = [entry.trip.start for entry in timeline_of(grader, NOON + timedelta(hours=1), next_midnight).entries]
    assert starts == [NOON]


def test_a_part_that_ended_before_the_day_is_not_of_it(grader: Vehicle) -> None:
    part(grader, TripKind.STOP, NOON - timedelta(days=3), NOON - timedelta(days=2))
    assert timeline_of(grader, *DAY).entries == []
