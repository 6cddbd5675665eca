"""Who drives a vehicle: one driver at a time, whoever says so."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from fleet.devices.actions.end_assignment import end_assignment
from fleet.drivers import assignment
from fleet.drivers.actions.assign_driver import assign_driver
from fleet.drivers.actions.plan_duty import Duty, plan_duty
from fleet.errors import DriverChanged, UnknownDriver
from fleet.models import AssignmentSource, Driver, DriverAssignment, Vehicle
from kit.errors import BadInput
from people.access import Denied
from people.models import AuditEntry
from tests.fleet.people.conftest import browser_of
from tests.world import World


def test_a_new_driver_ends_the_one_before(world: World, bus: Vehicle, rudi: Driver, tono: Driver) -> None:
    first = assign_driver(world.ani, bus, rudi)
    second = assign_driver(world.ani, bus, tono, duty="Patrol")
    first.refresh_from_db()
    assert first.valid_to == second.valid_from
    assert assignment.driver_of(bus) == second


def test_a_driver_leaves_the_other_vehicle(world: World, bus: Vehicle, engine: Vehicle, rudi: Driver) -> None:
    assign_driver(world.ani, bus, rudi)
    assign_driver(world.ani, engine, rudi)
    assert assignment.driver_of(bus) is None


def test_the_same_driver_again_only_changes_the_duty(world: World, bus: Vehicle, rudi: Driver) -> None:
    first = assign_driver(world.ani, bus, rudi)
    again = assign_driver(world.ani, bus, rudi, duty="School run")
    assert (again.pk, again.duty) == (first.pk, "School run")
    assert DriverAssignment.objects.count() == 1


def test_the_past_is_found_by_its_time(world: World, bus: Vehicle, rudi: Driver, tono: Driver) -> None:
    now = timezone.now()
    assign_driver(world.ani, bus, rudi, at=now - timedelta(hours=3))
    assign_driver(world.ani, bus, tono, at=now - timedelta(hours=1))
    then = assignment.driver_of(bus, now - timedelta(hours=2))
    assert then is not None
    assert then.driver == rudi


def test_it_rejects_a_beginning_before_a_later_driver(world: World, bus: Vehicle, rudi: Driver, tono: Driver) -> None:
    assign_driver(world.ani, bus, rudi)
    with pytest.raises(DriverChanged):
        assign_driver(world.ani, bus, tono, at=timezone.now() - timedelta(hours=1))
    assert DriverAssignment.objects.get().valid_to is None


@pytest.mark.parametrize("ahead", [timedelta(hours=1), timedelta(days=-8)])
def test_it_rejects_the_future_and_the_far_past(world: World, bus: Vehicle, rudi: Driver, ahead: timedelta) -> None:
    with pytest.raises(BadInput):
        assign_driver(world.ani, bus, rudi, at=timezone.now() + ahead)


def test_it_rejects_a_driver_who_is_switched_off(world: World, bus: Vehicle, rudi: Driver) -> None:
    rudi.active = False
    rudi.save()
    with pytest.raises(UnknownDriver):
        assign_driver(world.ani, bus, rudi)


def test_the_database_itself_refuses_two_drivers_of_one_vehicle(bus: Vehicle, rudi: Driver, tono: Driver) -> None:
    now, source = timezone.now(), AssignmentSource.DESK
    DriverAssignment.objects.create(vehicle=bus, driver=rudi, valid_from=now, source=source)
    with pytest.raises(IntegrityError, match="one_driver_of_a_vehicle"), transaction.atomic():
        DriverAssignment.objects.create(vehicle=bus, driver=tono, valid_from=now, source=source)


def test_ending_it_twice_is_said(world: World, bus: Vehicle, rudi: Driver) -> None:
    row = assign_driver(world.ani, bus, rudi)
    end_assignment(world.ani, bus, row.pk)
    with pytest.raises(DriverChanged):
        end_assignment(world.ani, bus, row.pk)


def test_an_officer_assigns_nobody(world: World, bus: Vehicle, rudi: Driver) -> None:
    with pytest.raises(Denied):
        assign_driver(world.budi, bus, rudi)


def test_it_is_in_the_audit_trail(world: World, bus: Vehicle, rudi: Driver) -> None:
    assign_driver(world.ani, bus, rudi)
    entry = AuditEntry.objects.get(action="driver.assign")
    assert (entry.actor, entry.detail["driver"]) == (world.ani, rudi.pk)


def test_the_desk_assigns_on_the_vehicles_page(world: World, bus: Vehicle, rudi: Driver) -> None:
    client = browser_of(world.ani)
    answer = client.post(f"/fleet/{bus.pk}/driver/", {"driver": rudi.pk, "duty": "Patrol"})
    assert answer["Location"] == f"/fleet/{bus.pk}/#driver"
    page = client.get(f"/fleet/{bus.pk}/").content.decode()
    assert "Rudi Tarigan" in page
    assert "Patrol" in page


@pytest.mark.parametrize("sent", [{}, {"driver": "x"}, {"driver": "99999"}, {"driver": "RUDI", "since": "2026-99-99"}])
def test_it_rejects_a_form_that_cannot_be_read(world: World, bus: Vehicle, rudi: Driver, sent: dict[str, str]) -> None:
    fields = {name: str(rudi.pk) if value == "RUDI" else value for name, value in sent.items()}
    answer = browser_of(world.ani).post(f"/fleet/{bus.pk}/driver/", fields)
    assert answer.status_code == 302
    assert not DriverAssignment.objects.exists()


def test_another_agencys_officer_sees_no_driver(world: World, bus: Vehicle, rudi: Driver) -> None:
    assert "Rudi Tarigan" in browser_of(world.budi).get("/fleet/drivers/").content.decode()
    assert "Rudi Tarigan" not in browser_of(world.citra).get("/fleet/drivers/").content.decode()


def test_a_driver_is_entered_and_changed(world: World) -> None:
    client = browser_of(world.slamet)
    fields = {"name": "Sari Sembiring", "agency": world.roads.pk, "licence_expires_on": "2027-01-31", "active": "on"}
    assert client.post("/fleet/drivers/new/", fields).status_code == 302
    sari = Driver.objects.get(name="Sari Sembiring")
    client.post(f"/fleet/drivers/{sari.pk}/", fields | {"name": "Sari", "active": ""})
    sari.refresh_from_db()
    assert (sari.name, sari.active) == ("Sari", False)


def test_a_driver_without_a_name_is_refused_and_nothing_typed_is_lost(world: World) -> None:
    answer = browser_of(world.slamet).post("/fleet/drivers/new/", {"name": " ", "phone": "0812-1"})
    assert answer.status_code == 422
    assert 'value="0812-1"' in answer.content.decode()


@pytest.mark.parametrize("duty", ["patrol\0", "patrol\ud800"])
def test_it_rejects_a_duty_that_cannot_be_stored(world: World, bus: Vehicle, rudi: Driver, duty: str) -> None:
    with pytest.raises(BadInput) as caught:
        assign_driver(world.ani, bus, rudi, duty=duty)
    assert caught.value.field == "duty"
    now = timezone.now()
    with pytest.raises(BadInput) as caught:
        plan_duty(world.slamet, Duty(bus, rudi, now, now + timedelta(hours=1), duty))
    assert caught.value.field == "text"
