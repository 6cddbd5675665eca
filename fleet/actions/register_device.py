"""Entering a device into the register."""

from django.db import IntegrityError, transaction

from fleet.errors import BadIdentity, IdentityTaken
from fleet.models import Device, DeviceAssignment, Vehicle
from people import audit
from people.access import Verb, require
from people.models import User

MAX_IDENTITY = 128


def register_device(
    actor: User | None, identity: str, vehicle: Vehicle | None, *, protocol: str = "", label: str = ""
) -> Device:
    """Write the device, in ``vehicle`` since ever if one is given: what it recorded before is that vehicle's too.

    Raises Denied, BadIdentity, IdentityTaken.
    """
    if actor is not None:
        require(actor, Verb.DEVICE_CLAIM, vehicle)
    identity = checked_identity(identity)
    with transaction.atomic():
        device = Device(identity=identity, protocol=protocol, label=label, vehicle=vehicle)
        try:
            with transaction.atomic():
                device.save()
        except IntegrityError as error:
            raise IdentityTaken from error
        if vehicle is not None:
            DeviceAssignment.objects.create(device=device, vehicle=vehicle)
        audit.record(actor, "device.register", device, {"vehicle": vehicle.pk if vehicle is not None else None})
    return device


def checked_identity(identity: str) -> str:
    """``identity`` without blanks around it. Raises BadIdentity for one that no device can have."""
    identity = identity.strip()
    if not 1 <= len(identity) <= MAX_IDENTITY or not identity.isprintable():
        raise BadIdentity
    return identity
