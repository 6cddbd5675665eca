"""An officer learns of another agency's vehicle by no detour: not by a driver, a group, a duty or a rule."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from fleet.drivers.actions.assign_driver import assign_driver
from fleet.drivers.actions.plan_duty import Duty, plan_duty
from fleet.models import DetectorRule, Driver, VehicleGroup
from fleet.rules.kinds import RuleKind
from tests.architecture.test_permission_matrix import READERS
from tests.vehicles import make_vehicle
from tests.world import World

SECRET_NAME = "Unit Penyamaran Tujuh"
SECRET_PLATE = "BK 7777 RHS"


@pytest.fixture
def officers_ids(world: World) -> dict[str, int]:
    """Budi's driver and group with a vehicle of the fire service in both; by the name of the id in an address."""
    foreign = make_vehicle(SECRET_PLATE, world.fire, name=SECRET_NAME)
    own = make_vehicle("BK 1001 KR", world.roads)
    driver = Driver.objects.create(name="Joko", agency=world.roads)
    assign_driver(world.ani, foreign, driver)
    start = timezone.now() + timedelta(hours=1)
    plan_duty(world.slamet, Duty(foreign, driver, start, start + timedelta(hours=2)))
    group = VehicleGroup.objects.create(name="Alat berat", agency=world.roads)
    group.vehicles.set([own, foreign])
    rule = DetectorRule.objects.create(kind=RuleKind.OVERSPEED, vehicle=foreign)
    DetectorRule.objects.create(kind=RuleKind.OVERSPEED, group=group)
    return {"vehicle_id": foreign.pk, "driver_id": driver.pk, "group_id": group.pk, "rule_id": rule.pk}


def test_no_address_names_the_vehicle_to_the_officer(world: World, officers_ids: dict[str, int]) -> None:
    client = Client()
    client.force_login(world.budi)
    naming = []
    for route in sorted(READERS):
        path = "/" + re.sub(r"<int:(\w+)>", lambda part: str(officers_ids.get(part[1], 1)), route)
        response = client.get(re.sub(r"<\w+:\w+>", "x", path))
        body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
        if SECRET_NAME.encode() in body or SECRET_PLATE.encode() in body:
            naming.append(path)
    assert naming == []


def test_the_centre_is_shown_all_of_it(world: World, officers_ids: dict[str, int]) -> None:
    client = Client()
    client.force_login(world.slamet)
    for path in ("/fleet/drivers/", "/fleet/groups/", "/fleet/roster/"):
        assert SECRET_NAME in client.get(path).content.decode()
