"""The API for programs: pages that join, filters that bind, and nothing that is not for the asker."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from fleet.events.kinds import EventKind
from fleet.models import Driver, Trip, Vehicle, VehicleEvent
from fleet.trips.kinds import TripKind, TripReason
from kit.severity import Severity
from live import left_out
from people.models import User
from tests import world as cast
from tests.fleet.conftest import NOON, delivery, fix, store
from tests.vehicles import make_vehicle

pytestmark = pytest.mark.django_db(transaction=True)
API = "/api/v1/fleet/"
DAY = "from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z"
NEAR = f"near?lon=98.49&lat=3.10&radius_m=200&{DAY}"


@pytest.fixture
def people(transactional_db: None) -> cast.World:
    return cast.build()


@pytest.fixture
def grader(people: cast.World) -> Vehicle:
    return make_vehicle("grader-1", people.roads)


def get(user: User, address: str, **headers: str) -> Any:
    client = Client()
    client.force_login(user)
    return client.get(address if address.startswith("/") else API + address, headers=headers)


def happened(vehicle: Vehicle, seconds: float = 0, **fields: Any) -> VehicleEvent:
    at = NOON + timedelta(seconds=seconds)
    fields = {"kind": EventKind.OVERSPEED, "severity": Severity.WARNING, "agency": vehicle.agency, **fields}
    return VehicleEvent.objects.create(
        vehicle=vehicle, device=vehicle.devices.get(), time=at, since=at, raised_at=at, point=Point(98.5, 3.1), **fields
    )


def everything(user: User, address: str) -> list[dict[str, Any]]:
    """All pages, by their ``next``."""
    rows: list[dict[str, Any]] = []
    following: str | None = address
    while following is not None:
        answer = get(user, following)
        assert answer.status_code == 200, answer.content
        rows += answer.json()["items"]
        following = answer.json()["next"]
        assert (following is None) == ("Link" not in answer.headers)
    return rows


def test_pages_of_positions_join_without_a_gap_or_a_double(people: cast.World, grader: Vehicle) -> None:
    store([delivery(*[fix("grader-1", seconds=n // 3, lat=3.1 + n / 1e5) for n in range(25)])])
    rows = everything(people.budi, f"vehicles/{grader.pk}/positions?{DAY}&limit=7")
    assert len({row["lat"] for row in rows}) == len(rows) == 25
    assert [row["fix_time"] for row in rows] == sorted(row["fix_time"] for row in rows)


def test_an_event_that_comes_in_between_two_pages_moves_nothing(people: cast.World, grader: Vehicle) -> None:
    old = [happened(grader, n) for n in range(5)]
    first = get(people.budi, f"events?{DAY}&limit=2").json()
    happened(grader, 60)
    seen = [row["id"] for row in first["items"] + everything(people.budi, first["next"])]
    assert seen == [event.pk for event in reversed(old)]


def test_marked_positions_are_told_on_demand_only(people: cast.World, grader: Vehicle) -> None:
    store([delivery(fix("grader-1"), fix("grader-1", seconds=30, accuracy_m=900.0))])
    path = f"vehicles/{grader.pk}/positions?{DAY}"
    assert [row["marks"] for row in everything(people.budi, path)] == [[]]
    assert [row["marks"] for row in everything(people.budi, f"{path}&marked=true")] == [[], ["poor_accuracy"]]


def test_events_are_narrowed_by_what_is_asked(people: cast.World, grader: Vehicle) -> None:
    engine = make_vehicle("engine-1", people.fire)
    sos = happened(grader, 1, kind=EventKind.SOS, severity=Severity.ALARM)
    late = happened(engine, 2, live=False)

    def found(query: str) -> list[int]:
        return [row["id"] for row in everything(people.ani, f"events?{DAY}&{query}")]

    assert found("kind=sos,towing") == found("severity=alarm") == found(f"vehicle={grader.pk}") == [sos.pk]
    assert found(f"agency={people.fire.pk}") == found("live=false") == [late.pk]
    assert found("severity=alarm,warning") == [late.pk, sos.pk]


def test_vehicles_are_narrowed_by_what_is_asked(people: cast.World, grader: Vehicle) -> None:
    engine = make_vehicle("engine-1", people.fire)
    Vehicle.objects.filter(pk=engine.pk).update(kind="fire")
    gone = make_vehicle("gone-1")
    Vehicle.objects.filter(pk=gone.pk).update(active=False)

    def found(query: str) -> list[str]:
        return [row["name"] for row in everything(people.ani, f"vehicles?{query}")]

    assert found("") == ["grader-1", "engine-1"]
    assert found("kind=fire,truck") == found(f"agency={people.fire.pk}") == found("q=engine") == ["engine-1"]
    assert found("active=false") == ["gone-1"]


def test_one_vehicle_tells_what_is_in_it_but_no_identity(people: cast.World, grader: Vehicle) -> None:
    store([delivery(fix("grader-1"))])
    answer = get(people.budi, f"vehicles/{grader.pk}")
    body = answer.json()
    assert [device["id"] for device in body["devices"]] == [grader.devices.get().pk]
    assert (body["latest"]["lon"], body["driver_id"]) == (98.49, None)
    Vehicle.objects.filter(pk=grader.pk).update(name="Grader", plate="BK 1 A")
    assert b"grader-1" not in get(people.budi, f"vehicles/{grader.pk}").content


def test_trips_that_overlap_the_period_are_told_with_their_reasons(people: cast.World, grader: Vehicle) -> None:
    point = Point(98.49, 3.1, srid=4326)
    for hours in (-3, 0, 3):
        start = NOON + timedelta(hours=hours)
        Trip.objects.create(
            vehicle=grader, kind=TripKind.DRIVE, start=start, end=start + timedelta(hours=1), start_point=point,
            end_point=point, begun_by=TripReason.MOVED_AWAY, ended_by=TripReason.STOOD_STILL,
            explanation=[{"code": "outside", "of": "start", "us": 0, "lon": 98.49, "lat": 3.1, "m": 120}],
        )  # fmt: skip
    rows = everything(
        people.budi, f"vehicles/{grader.pk}/trips?from=2026-03-01T12:30:00Z&to=2026-03-01T15:00:01Z&limit=1"
    )
    assert [row["start"] for row in rows] == ["2026-03-01T12:00:00Z", "2026-03-01T15:00:00Z"]
    assert rows[0]["reasons"][0]["text"] == "120 m away from where it stood"


def test_an_officer_reads_the_own_agency_alone(people: cast.World, grader: Vehicle) -> None:
    make_vehicle("engine-1", people.fire)
    store([delivery(fix("grader-1"), fix("engine-1"))])
    happened(grader)
    Driver.objects.create(name="Tarigan", agency=people.roads)
    for address in (
        f"vehicles/{grader.pk}",
        f"vehicles/{grader.pk}/positions?{DAY}",
        f"vehicles/{grader.pk}/trips?{DAY}",
    ):
        assert get(people.citra, address).status_code == 404
    assert everything(people.citra, f"events?{DAY}") == everything(people.citra, "drivers") == []
    (seen,) = everything(people.citra, NEAR)
    assert seen["vehicle_id"] == Vehicle.objects.get(name="engine-1").pk
    assert len(everything(people.ani, NEAR)) == 2
    assert [row["name"] for row in everything(people.budi, "drivers")] == ["Tarigan"]


LISTS = ("vehicles?", f"events?{DAY}&", "drivers?")


@pytest.mark.parametrize("address", LISTS)
def test_a_filter_by_an_agency_that_is_not_the_askers_is_refused_as_one_that_does_not_exist(
    people: cast.World, grader: Vehicle, address: str
) -> None:
    happened(grader)
    answers = [get(people.citra, f"{address}agency={number}") for number in (people.roads.pk, 987_654)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json() == answers[1].json()
    error = answers[0].json()["error"]
    assert (error["code"], error["field"]) == ("unknown_agency", "agency")
    assert f"Damkar ({people.fire.pk}) alone. Leave the filter out" in error["message"]
    assert get(people.citra, f"{address}agency={people.fire.pk}").json()["items"] == []


@pytest.mark.parametrize("address", LISTS)
def test_the_centre_filters_by_every_agency_and_is_told_of_one_that_is_none(people: cast.World, address: str) -> None:
    assert get(people.ani, f"{address}agency={people.fire.pk}").status_code == 200
    answer = get(people.ani, f"{address}agency=987654")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "unknown_agency")
    assert "agency_id" in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=2026-03-01T00:00:00Z", "to"),
        ("from=yesterday&to=today", "from"),
        ("from=1772323200&to=1772409600", "from"),
        ("from=2026-03-01T00:00:00&to=2026-03-02T00:00:00", "from"),
        ("from=2026-03-01T00:00:00+07:00&to=2026-03-02T00:00:00Z", "from"),
        (f"{DAY}&limit=1001", "limit"),
        (f"{DAY}&offset=10", "offset"),
        (f"{DAY}&cursor=made-up", "cursor"),
        (f"{DAY}&limit=5&limit=6", "limit"),
        ("from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z", None),
        ("from=2025-03-02T00:00:00Z&to=2026-03-01T00:00:00Z", None),
    ],
)
def test_it_rejects_a_parameter_that_it_does_not_understand(
    people: cast.World, grader: Vehicle, query: str, field: str | None
) -> None:
    answer = get(people.budi, f"vehicles/{grader.pk}/positions?{query}")
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["field"]) == (400, "bad_parameter", field)
    assert (field or "to") in error["message"]


def test_it_rejects_a_cursor_of_another_list(people: cast.World, grader: Vehicle) -> None:
    for n in range(3):
        happened(grader, n)
    following = get(people.budi, f"events?{DAY}&limit=1").json()["next"]
    assert get(people.budi, following + "&severity=alarm").status_code == 400
    assert get(people.budi, following.replace("/events", "/near") + "&lon=98&lat=3").status_code == 400


def test_an_answer_that_still_holds_is_not_sent_again(people: cast.World, grader: Vehicle) -> None:
    first = get(people.budi, "vehicles")
    assert first.headers["Cache-Control"] == "private, no-store"
    assert {"Authorization", "Cookie"} <= set(first.headers["Vary"].split(", "))
    assert get(people.budi, "vehicles", if_none_match=first.headers["ETag"]).status_code == 304
    Vehicle.objects.update(name="Grader")
    assert get(people.budi, "vehicles", if_none_match=first.headers["ETag"]).status_code == 200


def test_each_list_takes_the_same_queries_however_long(
    people: cast.World, grader: Vehicle, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(20):
        make_vehicle(f"v{n}", people.roads)
        happened(grader, n)
        Driver.objects.create(name=f"d{n}")
    client = Client()
    client.force_login(people.budi)
    for address in ("vehicles", f"events?{DAY}", "drivers", NEAR, f"vehicles/{grader.pk}/positions?{DAY}"):
        with django_assert_max_num_queries(7):
            assert client.get(API + address).status_code == 200


def test_a_visitor_is_asked_for_a_key(grader: Vehicle) -> None:
    answer = Client().get(API + "vehicles")
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.json()["error"]["code"] == "not_logged_in"


def test_the_zone_of_a_time_is_minded(people: cast.World, grader: Vehicle) -> None:
    event = happened(grader)
    assert event.time == datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert everything(people.ani, "events?from=2026-03-01T18:59:00%2B07:00&to=2026-03-01T19:01:00%2B07:00")
    assert not everything(people.ani, "events?from=2026-03-01T11:00:00%2B07:00&to=2026-03-01T13:00:00%2B07:00")


def test_a_vehicle_that_calls_for_help_says_so(people: cast.World, grader: Vehicle) -> None:
    store([delivery(fix("grader-1"))])
    assert get(people.budi, f"vehicles/{grader.pk}").json()["latest"]["sos"] is False
    store([delivery(fix("grader-1", seconds=60, sos=True))])
    assert get(people.budi, f"vehicles/{grader.pk}").json()["latest"]["sos"] is True


@pytest.mark.parametrize("damage", ["kind = 'bogus'", "unit_status = 'bogus'"])
def test_a_vehicle_that_cannot_be_told_is_left_out(people: cast.World, grader: Vehicle, damage: str) -> None:
    bad = make_vehicle("grader-2", people.roads)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE fleet_vehicle SET {damage} WHERE id = %s", [bad.pk])
    assert [row["id"] for row in everything(people.budi, "vehicles?limit=1")] == [grader.pk]
    assert ("fleet.Vehicle", bad.pk) in {(kind, key) for kind, key, _why in left_out.listed()}


@pytest.mark.parametrize("damage", ["kind = 'bogus'"])
def test_an_event_that_cannot_be_told_is_left_out(people: cast.World, grader: Vehicle, damage: str) -> None:
    good, bad = happened(grader), happened(grader, 60)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE fleet_vehicleevent SET {damage} WHERE id = %s", [bad.pk])
    assert [row["id"] for row in everything(people.budi, f"events?{DAY}&limit=1")] == [good.pk]
    assert ("fleet.VehicleEvent", bad.pk) in {(kind, key) for kind, key, _why in left_out.listed()}
