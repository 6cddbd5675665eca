"""What is done at the desk and by the worker never makes a gateway wait."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections, transaction
from django.utils import timezone

from fleet.devices.actions.edit_device import edit_device
from fleet.drivers import assignment
from fleet.drivers.actions.make_drive_code import make_drive_code
from fleet.events.actions.raise_event import Finding, raise_event
from fleet.events.kinds import EventKind
from fleet.models import Device, Driver, Position
from fleet.vehicles.actions.edit_vehicle import VehicleDetails, edit_vehicle
from kit.severity import Severity
from tests import world as cast
from tests.fleet.conftest import delivery, fix, store

pytestmark = pytest.mark.django_db(transaction=True)


def drive(world: cast.World, phone: Device) -> Any:
    driver = Driver.objects.create(name="Sinta")
    return lambda: assignment.lock(phone.vehicle_id or 0, driver.pk)


def find(world: cast.World, phone: Device) -> Any:
    now = timezone.now()
    assert phone.vehicle is not None
    found = Finding(EventKind.SILENT, Severity.WARNING, phone.vehicle, now, now, phone.pk)
    return lambda: raise_event(found)


def code(world: cast.World, phone: Device) -> Any:
    assert phone.vehicle is not None
    vehicle = phone.vehicle
    return lambda: make_drive_code(world.gita, vehicle)


def edit(world: cast.World, phone: Device) -> Any:
    assert phone.vehicle is not None
    details = VehicleDetails(name="Truk", plate="BK 1 AB", kind=phone.vehicle.kind, agency=None, active=True)
    return lambda: edit_vehicle(world.gita, phone.vehicle_id or 0, details)


def note(world: cast.World, phone: Device) -> Any:
    return lambda: edit_device(world.gita, phone.pk, label="old", protocol="", clock_offset_s=0)


@pytest.mark.parametrize("work", [drive, find, code, edit, note])
def test_positions_are_stored_meanwhile(phone: Device, work: Callable[[cast.World, Device], Any]) -> None:
    deed = work(cast.build(), phone)

    def gateway() -> None:
        store([delivery(fix())])
        connections.close_all()

    storing = threading.Thread(target=gateway)
    with transaction.atomic():
        deed()
        storing.start()
        storing.join(timeout=10)
        waits = storing.is_alive()
    storing.join(timeout=10)
    assert not waits
    assert Position.objects.count() == 1
