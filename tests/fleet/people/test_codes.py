"""The code in a vehicle: its driver says "I drive this now" with it."""

import pytest
from django.utils import translation

from fleet.drivers import assignment
from fleet.drivers.actions.make_drive_code import make_drive_code, revoke_drive_code
from fleet.drivers.actions.take_vehicle import leave_vehicle, take_vehicle
from fleet.errors import CodeNotValid, DriverChanged
from fleet.models import AssignmentSource, Driver, Vehicle
from kit.errors import Conflict
from people.access import Denied
from people.models import AuditEntry
from tests.fleet.people.conftest import browser_of
from tests.world import World


def test_field_staff_take_their_agencys_vehicle(world: World, bus: Vehicle) -> None:
    code = make_drive_code(world.ani, bus)
    row = take_vehicle(world.fajar, code.token)
    assert (row.vehicle, row.source, row.driver.user) == (bus, AssignmentSource.QR, world.fajar)
    assert row.driver.agency == world.roads


def test_taking_it_twice_is_one_assignment(world: World, bus: Vehicle) -> None:
    code = make_drive_code(world.ani, bus)
    assert take_vehicle(world.fajar, code.token).pk == take_vehicle(world.fajar, code.token).pk
    assert Driver.objects.count() == 1


def test_whoever_is_done_leaves_it(world: World, bus: Vehicle) -> None:
    code = make_drive_code(world.ani, bus)
    take_vehicle(world.fajar, code.token)
    leave_vehicle(world.fajar, code.token)
    assert assignment.driver_of(bus) is None
    with pytest.raises(DriverChanged):
        leave_vehicle(world.fajar, code.token)


def test_a_code_of_another_agency_is_told_like_one_that_is_worthless(world: World, engine: Vehicle) -> None:
    token = make_drive_code(world.ani, engine).token
    fajar = browser_of(world.fajar)
    answers = [fajar.get(f"/fleet/take/{one}/") for one in (token, "made-up")]
    assert [answer.status_code for answer in answers] == [404, 404]
    for answer in answers:
        assert f"vehicles of {world.roads}" in answer.content.decode()
    with pytest.raises(CodeNotValid):
        take_vehicle(world.fajar, token)


def test_a_role_that_takes_no_vehicles_is_told_so_whatever_the_code(world: World, bus: Vehicle) -> None:
    token = make_drive_code(world.ani, bus).token
    for one in (token, "made-up"):
        with translation.override("en"), pytest.raises(Denied, match="agency officer"):
            take_vehicle(world.budi, one)


def test_a_new_code_makes_the_old_one_worthless(world: World, bus: Vehicle) -> None:
    old = make_drive_code(world.ani, bus).token
    new = make_drive_code(world.ani, bus).token
    with pytest.raises(CodeNotValid):
        take_vehicle(world.fajar, old)
    take_vehicle(world.fajar, new)
    revoke_drive_code(world.ani, bus)
    with pytest.raises(CodeNotValid):
        leave_vehicle(world.fajar, new)


def test_a_driver_who_is_switched_off_takes_nothing(world: World, bus: Vehicle) -> None:
    Driver.objects.create(name="Fajar", user=world.fajar, agency=world.roads, active=False)
    with pytest.raises(Conflict):
        take_vehicle(world.fajar, make_drive_code(world.ani, bus).token)


def test_every_act_is_in_the_audit_trail(world: World, bus: Vehicle) -> None:
    code = make_drive_code(world.ani, bus)
    take_vehicle(world.fajar, code.token)
    leave_vehicle(world.fajar, code.token)
    acts = list(AuditEntry.objects.filter(object_id=str(bus.pk)).order_by("id").values_list("action", flat=True))
    assert acts[-3:] == ["drive_code.make", "driver.assign", "driver.release"]
    assert code.token not in str(list(AuditEntry.objects.values_list("detail", flat=True)))


def test_the_page_asks_before_it_changes_anything(world: World, bus: Vehicle) -> None:
    token = make_drive_code(world.ani, bus).token
    client = browser_of(world.fajar)
    assert "I drive this now" in client.get(f"/fleet/take/{token}/").content.decode()
    assert assignment.driver_of(bus) is None
    client.post(f"/fleet/take/{token}/")
    assert assignment.driver_of(bus) is not None
    assert "I am done" in client.get(f"/fleet/take/{token}/").content.decode()


def test_a_visitor_is_sent_to_the_login_and_back(world: World, bus: Vehicle) -> None:
    token = make_drive_code(world.ani, bus).token
    assert browser_of(None).get(f"/fleet/take/{token}/")["Location"] == f"/login/?next=/fleet/take/{token}/"


def test_the_sheet_carries_the_code(world: World, bus: Vehicle) -> None:
    client = browser_of(world.ani)
    assert "has no code" in client.get(f"/fleet/{bus.pk}/code/").content.decode()
    client.post(f"/fleet/{bus.pk}/code/")
    sheet = client.get(f"/fleet/{bus.pk}/code/")
    assert "<svg" in sheet.content.decode()
    assert sheet["Cache-Control"] == "no-store"
