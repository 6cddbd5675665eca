"""Vehicles and positions for programs: who sees what, page by page."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from fleet.models import Vehicle
from people.models import User
from tests import world as cast
from tests.fleet.conftest import delivery, fix, store
from tests.vehicles import make_vehicle

pytestmark = pytest.mark.django_db(transaction=True)
DAY = "from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z"


@pytest.fixture
def people(transactional_db: None) -> cast.World:
    return cast.build()


@pytest.fixture
def grader(people: cast.World) -> Vehicle:
    return make_vehicle("grader-1", people.roads)


def get(user: User, address: str) -> Any:
    client = Client()
    client.force_login(user)
    return client.get(address)


def test_an_officer_sees_the_agencys_vehicles_and_no_others(people: cast.World, grader: Vehicle) -> None:
    make_vehicle("engine-1", people.fire)

    def seen(user: User) -> list[str]:
        return [row["name"] for row in get(user, "/api/v1/fleet/vehicles").json()["items"]]

    assert seen(people.budi) == ["grader-1"]
    assert seen(people.citra) == ["engine-1"]
    assert seen(people.ani) == ["grader-1", "engine-1"]


def test_field_staff_see_no_vehicles(people: cast.World, grader: Vehicle) -> None:
    assert get(people.fajar, "/api/v1/fleet/vehicles").status_code == 403
    assert get(people.fajar, f"/api/v1/fleet/vehicles/{grader.pk}/positions?{DAY}").status_code == 403
    assert get(people.fajar, "/fleet/").status_code == 403


def test_a_stranger_is_told_in_the_same_words_of_what_is_not_theirs_and_of_what_is_not(
    people: cast.World, grader: Vehicle
) -> None:
    for vehicle in (grader.pk, 999_999):
        for address in (
            f"/api/v1/fleet/vehicles/{vehicle}",
            f"/api/v1/fleet/vehicles/{vehicle}/positions?{DAY}",
            f"/api/v1/fleet/vehicles/{vehicle}/trips?{DAY}",
            f"/api/v1/fleet/events?{DAY}&vehicle={vehicle}",
            f"/api/v1/tracks?vehicles={vehicle}&{DAY}",
            f"/fleet/{vehicle}/",
            f"/fleet/events/?vehicle={vehicle}",
        ):
            answer = get(people.citra, address)
            assert answer.status_code == 404, address
            assert f"among those of {people.fire}, which are yours to see" in answer.content.decode(), address


def test_the_centre_is_told_plainly_that_there_is_no_such_vehicle(people: cast.World) -> None:
    assert "There is no such vehicle." in get(people.ani, "/fleet/999999/").content.decode()


def test_who_may_see_no_vehicles_is_told_why_and_whom_to_ask(people: cast.World, grader: Vehicle) -> None:
    for address in (f"/fleet/{grader.pk}/", "/fleet/999999/", f"/api/v1/fleet/vehicles/{grader.pk}"):
        answer = get(people.fajar, address)
        assert answer.status_code == 403
        assert "Your account (field staff) may not do this. An administrator" in answer.content.decode()


def test_a_visitor_sees_nothing(grader: Vehicle) -> None:
    assert Client().get("/api/v1/fleet/vehicles").status_code == 401
    assert Client().get("/fleet/").status_code == 302


def test_the_list_takes_the_same_queries_however_many_vehicles(
    people: cast.World, grader: Vehicle, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(20):
        make_vehicle(f"v{n}", people.roads)
    client = Client()
    client.force_login(people.ani)
    for address, most in (("/api/v1/fleet/vehicles", 9), ("/fleet/", 11)):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


def test_the_pages_show_the_vehicle_and_its_last_positions(people: cast.World, grader: Vehicle) -> None:
    store([delivery(fix("grader-1", speed_mps=10.0), fix("grader-1", seconds=30, accuracy_m=900.0))])
    assert "grader-1" in get(people.budi, "/fleet/?q=grader").content.decode()
    page = get(people.budi, f"/fleet/{grader.pk}/").content.decode()
    assert "36 km/h" in page
    assert "accuracy worse than 500 m" in page
