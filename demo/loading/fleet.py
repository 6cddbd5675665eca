"""Vehicles and the phones in them."""

from typing import Final

from django.db import transaction

from demo.tables import vehicles
from fleet.devices.actions.register_device import register_device
from fleet.models import Device
from fleet.vehicles.actions.create_vehicle import NewVehicle, create_vehicle
from people.models import Agency

UNBOUND: Final = frozenset({"demo-014", "demo-015", "demo-016"})
"""Devices that are left as those of an earlier version are: not bound to their way of sending.

The check of the installation (`ops.check_client`) sends as the last of them over the protocol of a tracker.
"""


def load_fleet() -> int:
    """Enter the vehicles whose device is not known yet; returns how many."""
    agencies = Agency.objects.in_bulk(field_name="code")
    known = set(Device.objects.values_list("identity", flat=True))
    missing = [row for row in vehicles() if row.device not in known]
    for row in missing:
        with transaction.atomic():
            name, agency = f"{row.name} (demo)", agencies[row.agency]
            new = NewVehicle(name, row.plate, row.kind, agency, row.holder, row.litres)
            device = register_device(None, row.device, create_vehicle(None, new), protocol="osmand", label=row.holder)
            if row.device in UNBOUND:
                Device.objects.filter(pk=device.pk).update(listeners=None)
    return len(missing)
