"""Putting a device that somebody sees on a page into another vehicle, or out of all."""

from django.db import transaction

from fleet.devices.actions.assign_device import assign_device
from fleet.errors import DeviceMoved, UnknownDevice
from fleet.models import Device, DeviceState, Vehicle
from people.access import Verb, require
from people.models import User


def move_device(actor: User, device_id: int, *, seen_in: Vehicle | None, to: Vehicle | None) -> Device:
    """Move the device that the actor sees in ``seen_in`` (None: free) to ``to`` (None: to none).

    Raises Denied, UnknownDevice, and DeviceMoved when somebody else moved it first.
    """
    require(actor, Verb.DEVICE_CLAIM, seen_in)
    with transaction.atomic():
        if not DeviceState.objects.select_for_update().filter(device=device_id).exists():
            raise UnknownDevice
        device = Device.objects.get(pk=device_id)
        if device.vehicle_id != (seen_in.pk if seen_in is not None else None):
            raise DeviceMoved
        assign_device(actor, device, to)
    return device
