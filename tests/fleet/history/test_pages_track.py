"""The track of a vehicle: what is drawn, what is counted, what is left out, and how it is read in a browser."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.test import Client
from playwright.async_api import Browser, expect
from pytest_django import DjangoAssertNumQueries

from fleet.devices.actions.register_device import register_device
from fleet.history import tracks
from fleet.history.tracks import track_of
from fleet.models import Trip, TripKind, Vehicle
from fleet.reports import make
from fleet.reports.kinds import ReportKind
from fleet.trips.pending_builds import build_waiting
from people.models import User
from reports.period import Period
from tests import processes
from tests import world as cast
from tests.fleet.conftest import NOON, delivery, fix, store
from tests.live_client import session_cookie
from tests.vehicles import make_vehicle

pytestmark = pytest.mark.django_db(transaction=True)
DAY = (datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC))
PER_METRE = 1 / 111_195


@pytest.fixture
def people(transactional_db: None) -> cast.World:
    return cast.build()


@pytest.fixture
def grader(people: cast.World) -> Vehicle:
    return make_vehicle("grader-1", people.roads)


def drive(seconds: range, *, identity: str = "grader-1", mps: float = 10.0, beyond: int = 0) -> None:
    """Store a fix at each second, northward at that speed; at second ``beyond`` it begins."""
    fixes = [
        fix(identity, seconds=n, lat=3.1 + (n - beyond) * mps * PER_METRE, speed_mps=mps, moving=True) for n in seconds
    ]
    store([delivery(*fixes)])


def stand(seconds: range, north_m: float) -> None:
    """Store a fix at each second, all at one place."""
    store([delivery(*(fix("grader-1", seconds=n, lat=3.1 + north_m * PER_METRE, speed_mps=0.0) for n in seconds))])


def data(user: User, address: str) -> dict[str, Any]:
    """What the page gives to its script."""
    client = Client()
    client.force_login(user)
    text = client.get(address).content.decode()
    found = re.search(r'<script id="track-data" type="application/json">(.*?)</script>', text)
    assert found is not None
    loaded: dict[str, Any] = json.loads(found[1])
    return loaded


def test_the_track_is_of_the_last_24_hours_with_data(people: cast.World, grader: Vehicle) -> None:
    drive(range(0, 600, 10))
    (line,) = data(people.budi, f"/fleet/{grader.pk}/")["lines"]
    assert (len(line), line[0][0]) == (60, int(NOON.timestamp()))


def test_a_day_is_the_regions_own(people: cast.World, grader: Vehicle) -> None:
    drive(range(5 * 3600 - 30, 5 * 3600 + 30, 10))  # around midnight of Jakarta
    days = [data(people.ani, f"/fleet/{grader.pk}/?day=2026-03-0{day}")["lines"] for day in (1, 2)]
    assert [len(lines[0]) for lines in days] == [3, 3]


def test_a_fix_that_is_not_believed_is_shown_only_when_asked(people: cast.World, grader: Vehicle) -> None:
    drive(range(0, 60, 10))
    store([delivery(fix("grader-1", seconds=70, accuracy_m=900.0))])
    plain = data(people.ani, f"/fleet/{grader.pk}/")
    asked = data(people.ani, f"/fleet/{grader.pk}/?marked=1")
    assert (len(plain["lines"][0]), plain["marked"]) == (6, [])
    assert asked["marked"][0][3] == ["accuracy worse than 500 m"]
    assert asked["lines"] == plain["lines"]


def test_a_silence_breaks_the_line(grader: Vehicle) -> None:
    drive(range(0, 60, 10))
    drive(range(2000, 2060, 10))
    assert [len(line) for line in track_of(grader, *DAY).lines] == [6, 6]


def test_two_devices_make_two_lines(grader: Vehicle) -> None:
    register_device(None, "grader-2", grader)
    drive(range(0, 60, 10))
    drive(range(5, 65, 10), identity="grader-2")
    assert [len(line) for line in track_of(grader, *DAY).lines] == [6, 6]


def test_what_the_device_did_in_another_vehicle_is_not_in_the_track(people: cast.World, grader: Vehicle) -> None:
    other = make_vehicle("other-1", people.fire)
    drive(range(0, 60, 10), identity="other-1")
    assert track_of(grader, *DAY).lines == []
    assert len(track_of(other, *DAY).lines) == 1


def test_a_long_track_is_thinned_and_keeps_its_corner(grader: Vehicle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracks, "MAX_POINTS", 60)
    north = [fix(seconds=n, identity="grader-1", lat=3.1 + n * 10 * PER_METRE, moving=True) for n in range(1000)]
    corner = 3.1 + 1000 * 10 * PER_METRE
    east = [
        fix(seconds=1000 + n, identity="grader-1", lat=corner, lon=98.49 + n * 10 * PER_METRE, moving=True)
        for n in range(1000)
    ]
    store([delivery(*north, *east)])
    track = track_of(grader, *DAY)
    (line,) = track.lines
    assert len(line) <= 60
    assert (line[0][0], line[-1][0]) == (int(NOON.timestamp()), int(NOON.timestamp()) + 1999)
    assert any(point[2] == round(corner, 6) and point[1] == 98.49 for point in line)
    assert track.fixes == 2000
    assert track.driven.distance_m == pytest.approx(20_000, rel=0.01)


def test_the_figures_are_of_the_whole_day(grader: Vehicle) -> None:
    drive(range(0, 610, 10))
    figures = track_of(grader, *DAY).driven
    assert figures.distance_m == pytest.approx(6000, rel=0.01)
    assert (figures.moving_s, figures.top_mps) == (600, 10)


def test_a_vehicle_at_rest_drives_no_way(grader: Vehicle) -> None:
    wander = [fix("grader-1", seconds=n * 10, lat=3.1 + (n % 2) * 8 * PER_METRE, moving=False) for n in range(60)]
    store([delivery(*wander)])
    assert track_of(grader, *DAY).driven.distance_m == 0


def test_page_trip_and_report_count_the_same_of_one_track(people: cast.World, grader: Vehicle) -> None:
    stand(range(0, 600, 30), 0)
    drive(range(840, 1440, 10), beyond=840)  # it drove off in the dark, and was heard again when it was on its way
    stand(range(1460, 2400, 30), 6000)
    build_waiting()
    trip = Trip.objects.get(kind=TripKind.DRIVE)
    client = Client()
    client.force_login(people.ani)
    driven = client.get(f"/fleet/{grader.pk}/?day=2026-03-01").context["track"].driven
    found = make.build(ReportKind.SUMMARY, people.ani, [grader], Period(NOON.date(), NOON.date()))
    row = dict(zip([column.key for column in found.columns], found.rows[0], strict=True))
    assert (row["distance"], row["average"], row["top"]) == (trip.distance_m, trip.average_mps, trip.top_mps)
    assert driven.distance_m == pytest.approx(trip.distance_m)
    assert driven.moving_s == pytest.approx(trip.moving_s) == pytest.approx(600, abs=20)
    assert driven.top_mps == pytest.approx(trip.top_mps)


def test_the_page_takes_the_same_queries_however_long_the_track(
    people: cast.World, grader: Vehicle, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    drive(range(0, 3000, 5))
    client = Client()
    client.force_login(people.slamet)
    with django_assert_max_num_queries(28):
        assert client.get(f"/fleet/{grader.pk}/").status_code == 200


def test_a_vehicle_without_a_position_says_what_to_do(people: cast.World, grader: Vehicle) -> None:
    client = Client()
    client.force_login(people.ani)
    assert "Say below which device is in it." in client.get(f"/fleet/{grader.pk}/").content.decode()


@pytest.mark.parametrize("query", ["day=yesterday", "day=1900-01-01", "day=9999-12-31", "hour=3"])
def test_it_rejects_a_day_that_it_does_not_understand(people: cast.World, grader: Vehicle, query: str) -> None:
    client = Client()
    client.force_login(people.ani)
    assert client.get(f"/fleet/{grader.pk}/?{query}").status_code == 400


async def test_the_track_is_read_on_a_phone_and_follows_the_vehicle(people: cast.World, browser: Browser) -> None:
    grader = await sync_to_async(make_vehicle)("grader-1", people.roads)
    start = datetime.now(UTC) - timedelta(minutes=20)
    shift = (start - NOON).total_seconds()

    def driven(seconds: range) -> None:
        fixes = [fix("grader-1", shift + n, lat=3.1 + n * 10 * PER_METRE, speed_mps=10.0, moving=True) for n in seconds]
        store([delivery(*fixes)])

    await sync_to_async(driven)(range(0, 600, 10))
    with processes.web() as web:
        context = await browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, locale="en-GB")
        name, _, value = (await sync_to_async(session_cookie)(people.budi)).partition("=")
        await context.add_cookies([{"name": name, "value": value, "url": web.address}])
        page = await context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"the page raised {error}"))
        await page.goto(f"{web.address}/fleet/{grader.pk}/")
        await expect(page.locator(".track-line")).to_be_attached()
        assert await page.evaluate("document.documentElement.scrollWidth") <= 390
        line = await page.locator(".track-line").bounding_box()
        assert line is not None
        await page.touchscreen.tap(line["x"] + line["width"] / 2, line["y"] + line["height"] / 2)
        await expect(page.locator(".track-tip")).to_contain_text("36 km/h")
        await expect(page.locator("[data-read-speed]")).to_have_text("36 km/h")
        before = await page.locator("[data-now-place]").inner_text()
        await sync_to_async(driven)(range(600, 1200, 10))
        await expect(page.locator("[data-now-place]")).not_to_have_text(before, timeout=20_000)
        await expect(page.locator("[data-now-look]")).to_have_text("moving")
        assert int(await page.locator("[data-scrub]").get_attribute("max") or 0) == 60
