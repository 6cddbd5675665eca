"""The fleet's list and forms: what they say of each vehicle, and that nothing typed is lost."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from fleet.models import DeviceState, Vehicle
from people.models import AuditEntry, User
from tests.vehicles import make_vehicle
from tests.world import World

MOVING = 1


def log_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, address: str) -> str:
    return log_in(user).get(address).content.decode()


def seen(vehicle: Vehicle, minutes_ago: float, *, state: int = 0, contact_ago: float | None = None) -> None:
    """Let the vehicle's device have had a fix then."""
    now = timezone.now()
    at = now - timedelta(minutes=minutes_ago)
    contact = at if contact_ago is None else now - timedelta(minutes=contact_ago)
    DeviceState.objects.filter(device__vehicle=vehicle).update(
        vehicle=vehicle, fix_time=at, arrival=at, last_contact=contact, state=state, point="SRID=4326;POINT(98.49 -0.1)"
    )


def typed(**changes: Any) -> dict[str, Any]:
    return {"name": "Truk Sampah 2", "plate": "bk 9001 s", "kind": "truck", "agency": "", **changes}


def names(text: str) -> list[str]:
    return [row["name"] for row in csv.DictReader(io.StringIO(text))]


@pytest.fixture
def fleet(world: World) -> dict[str, Vehicle]:
    """One vehicle of each condition."""
    made = {name: make_vehicle(name, world.roads) for name in ("grader", "loader", "truck", "van", "bike")}
    seen(made["grader"], 1, state=MOVING)
    seen(made["loader"], 2)
    seen(made["truck"], 90, state=MOVING)
    seen(made["van"], 60 * 24, contact_ago=1)
    return made


@pytest.mark.parametrize(
    ("state", "expected"),
    [("moving", ["grader"]), ("stopped", ["loader"]), ("silent", ["truck", "van"]), ("never", ["bike"])],
)
def test_the_list_is_narrowed_by_what_vehicles_do(
    world: World, fleet: dict[str, Vehicle], state: str, expected: list[str]
) -> None:
    answer = log_in(world.ani).get(f"/fleet/?state={state}&format=csv")
    assert names(answer.getvalue().decode()) == expected


def test_a_vehicle_that_moved_an_hour_ago_is_called_silent_not_moving(world: World, fleet: dict[str, Vehicle]) -> None:
    text = page(world.ani, "/fleet/?q=truck")
    assert "silent since" in text
    assert ">moving<" not in text


def test_a_device_in_contact_without_a_new_position_is_not_called_silent(
    world: World, fleet: dict[str, Vehicle]
) -> None:
    text = page(world.ani, "/fleet/?q=van")
    assert "no position since" in text
    assert "silent since" not in text


def test_the_list_is_sorted_by_age_with_the_unknown_last(world: World, fleet: dict[str, Vehicle]) -> None:
    answer = log_in(world.ani).get("/fleet/?sort=age&format=csv")
    assert names(answer.getvalue().decode()) == ["grader", "loader", "truck", "van", "bike"]


def test_the_longest_silent_come_first_when_asked(world: World, fleet: dict[str, Vehicle]) -> None:
    answer = log_in(world.ani).get("/fleet/?sort=-age&format=csv")
    assert names(answer.getvalue().decode()) == ["bike", "van", "truck", "loader", "grader"]


def test_the_list_is_narrowed_by_agency(world: World, fleet: dict[str, Vehicle]) -> None:
    make_vehicle("engine", world.fire)
    make_vehicle("centre-car")
    client = log_in(world.ani)
    of_fire = client.get(f"/fleet/?agency={world.fire.pk}&format=csv").getvalue().decode()
    of_nobody = client.get("/fleet/?agency=0&format=csv").getvalue().decode()
    assert (names(of_fire), names(of_nobody)) == (["engine"], ["centre-car"])


def test_an_officer_exports_only_the_agencys_vehicles(world: World, fleet: dict[str, Vehicle]) -> None:
    make_vehicle("engine", world.fire)
    answer = log_in(world.citra).get("/fleet/?format=csv")
    assert names(answer.getvalue().decode()) == ["engine"]


def test_the_file_holds_no_formula_but_keeps_numbers(world: World) -> None:
    vehicle = make_vehicle("=1+1", world.roads)
    seen(vehicle, 1)
    export = log_in(world.ani).get("/fleet/?format=csv").getvalue().decode()
    assert export.startswith("\ufeff"), "without its mark spreadsheets take the file for another encoding"
    (row,) = csv.DictReader(io.StringIO(export))
    assert (row["name"], row["plate"], row["lat"]) == ("'=1+1", "'=1+1", "-0.1")


def test_an_export_leaves_a_trace(world: World, fleet: dict[str, Vehicle]) -> None:
    log_in(world.ani).get("/fleet/?format=csv")
    entry = AuditEntry.objects.get(action="fleet.export")
    assert (entry.actor, entry.detail["vehicles"]) == (world.ani, 5)


def test_the_list_takes_the_same_queries_for_sixty_vehicles_as_for_one(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        seen(make_vehicle(f"v{number}", world.roads), number)
    client = log_in(world.slamet)
    with django_assert_max_num_queries(11):
        assert client.get("/fleet/").status_code == 200


@pytest.mark.parametrize("query", ["state=asleep", "agency=x", "sort=colour", "page=0", "colour=red"])
def test_it_rejects_an_address_that_it_does_not_understand(world: World, query: str) -> None:
    assert log_in(world.ani).get(f"/fleet/?{query}").status_code == 400


def test_the_empty_list_says_what_to_do(world: World) -> None:
    assert 'href="/fleet/new/"' in page(world.slamet, "/fleet/")
    assert "unknown senders" in page(world.ani, "/fleet/")


def test_a_filter_that_finds_nothing_offers_the_way_back(world: World, fleet: dict[str, Vehicle]) -> None:
    assert "Show all vehicles" in page(world.ani, "/fleet/?q=zzz")


def test_a_supervisor_enters_a_vehicle(world: World) -> None:
    answer = log_in(world.slamet).post("/fleet/new/", typed(agency=world.roads.pk))
    vehicle = Vehicle.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/fleet/{vehicle.pk}/")
    assert (vehicle.plate, vehicle.kind, vehicle.agency) == ("BK 9001 S", "truck", world.roads)


def test_a_taken_plate_is_said_at_its_field_and_nothing_typed_is_lost(world: World) -> None:
    make_vehicle("BK 9001 S", world.roads)
    answer = log_in(world.slamet).post("/fleet/new/", typed())
    text = answer.content.decode()
    assert (answer.status_code, Vehicle.objects.count()) == (422, 1)
    assert text.index("Another vehicle has this number plate.") > text.index('for="id_plate"')
    assert 'value="Truk Sampah 2"' in text


@pytest.mark.parametrize("changes", [{"name": " "}, {"kind": "rocket"}, {"agency": "99999"}, {"plate": "x" * 21}])
def test_it_rejects_a_vehicle_that_cannot_be(world: World, changes: dict[str, str]) -> None:
    assert log_in(world.slamet).post("/fleet/new/", typed(**changes)).status_code == 422
    assert not Vehicle.objects.exists()


def test_a_vehicle_is_put_out_of_use_and_in_use_again(world: World, fleet: dict[str, Vehicle]) -> None:
    client, van = log_in(world.gita), fleet["van"]
    client.post(f"/fleet/{van.pk}/edit/", typed(name="van"))
    assert f"/fleet/{van.pk}/" not in client.get("/fleet/").content.decode()
    assert f"/fleet/{van.pk}/" in client.get("/fleet/?state=unused").content.decode()
    client.post(f"/fleet/{van.pk}/edit/", typed(name="van", active="on"))
    van.refresh_from_db()
    assert van.active


def test_an_edit_keeps_what_it_does_not_name_out_of_the_trail(world: World, fleet: dict[str, Vehicle]) -> None:
    grader = fleet["grader"]
    log_in(world.slamet).post(
        f"/fleet/{grader.pk}/edit/",
        {"name": "Grader 7", "plate": "grader", "kind": "car", "agency": world.roads.pk, "active": "on"},
    )
    assert AuditEntry.objects.get(action="vehicle.edit").detail.keys() == {"name"}


@pytest.mark.parametrize("person", ["ani", "budi", "eka", "dewi", "fajar"])
def test_others_may_not_enter_or_change_vehicles(world: World, person: str) -> None:
    vehicle = make_vehicle("grader", world.roads)
    client = log_in(getattr(world, person))
    assert client.post("/fleet/new/", typed()).status_code == 403
    assert client.post(f"/fleet/{vehicle.pk}/edit/", typed(active="on")).status_code == 403
    assert "/fleet/new/" not in client.get("/fleet/").content.decode()


def test_others_do_not_see_vehicles_out_of_use_in_the_list(world: World) -> None:
    vehicle = make_vehicle("grader", world.roads)
    Vehicle.objects.filter(pk=vehicle.pk).update(active=False)
    answer = log_in(world.ani).get("/fleet/?state=unused&format=csv")
    assert names(answer.getvalue().decode()) == []
