"""Vehicles and devices for identities that nobody has registered."""

from collections.abc import Iterable

from django.db import transaction

from fleet.devices.actions.register_device import register_device
from fleet.models import Device, Vehicle
from fleet.vehicles.actions.create_vehicle import NewVehicle, create_vehicle
from people.models import Agency

_PLATE = 20


def register_unknown(identities: Iterable[str], *, agency: Agency | None, kind: str) -> int:
    """Make a vehicle, with the identity as its plate, and its device for each unknown identity; returns how many.

    A vehicle that has the plate already receives the device. All or none, in one transaction.
    """
    wanted = sorted(set(identities))
    with transaction.atomic():
        known = set(Device.objects.filter(identity__in=wanted).values_list("identity", flat=True))
        new = [identity for identity in wanted if identity not in known]
        plates = {identity[:_PLATE].upper() for identity in new}
        vehicles = {vehicle.plate: vehicle for vehicle in Vehicle.objects.filter(plate__in=plates)}
        for identity in new:
            plate = identity[:_PLATE].upper()
            vehicle = vehicles.get(plate)
            if vehicle is None:
                vehicle = create_vehicle(None, NewVehicle(identity[:80], plate, kind, agency))
                vehicles[plate] = vehicle
            register_device(None, identity, vehicle, protocol="osmand")
    return len(new)
