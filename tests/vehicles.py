"""Vehicles for tests of any room."""

from fleet.devices.actions.register_device import register_device
from fleet.devices.listeners import FIRST_CONTACT
from fleet.models import Device, Vehicle
from fleet.vehicles.actions.create_vehicle import NewVehicle, create_vehicle
from people.models import Agency


def make_vehicle(identity: str, agency: Agency | None = None, *, name: str = "") -> Vehicle:
    """A vehicle of ``agency`` with a device of that identity in it since ever, bound by its first contact."""
    vehicle = create_vehicle(None, NewVehicle(name or identity, plate=identity, agency=agency))
    device = register_device(None, identity, vehicle, protocol="osmand")
    Device.objects.filter(pk=device.pk).update(listeners=FIRST_CONTACT)
    return vehicle
