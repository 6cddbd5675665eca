"""Entering a device into the register."""

from django.db import IntegrityError, transaction

from fleet.devices.listeners import BITS, FIRST_CONTACT, equally_strong, mask_of_protocol
from fleet.devices.quarantine_reasons import QuarantineReason
from fleet.errors import BadIdentity, IdentityTaken
from fleet.models import Device, DeviceAssignment, Quarantine, Vehicle
from people import audit
from people.access import Verb, require
from people.models import User

MAX_IDENTITY = 128


def register_device(
    actor: User | None, identity: str, vehicle: Vehicle | None, *, protocol: str = "", label: str = ""
) -> Device:
    """Write the device, in ``vehicle`` since ever if one is given: what it recorded before is that vehicle's too.

    It is bound at once: to the listeners of ``protocol``, or to those like the one over which its latest frame in
    quarantine came, or else by its first contact. Raises Denied, BadIdentity, IdentityTaken.
    """
    if actor is not None:
        require(actor, Verb.DEVICE_CLAIM, vehicle)
    identity = checked_identity(identity)
    with transaction.atomic():
        device = Device(identity=identity, protocol=protocol, label=label, vehicle=vehicle)
        bind_new_device(device)
        try:
            with transaction.atomic():
                device.save()
        except IntegrityError as error:
            raise IdentityTaken from error
        if vehicle is not None:
            DeviceAssignment.objects.create(device=device, vehicle=vehicle)
        audit.record(actor, "device.register", device, {"vehicle": vehicle.pk if vehicle is not None else None})
    return device


def bind_new_device(device: Device) -> None:
    """Set ``listeners`` of a device that is about to be saved, and its protocol where that is not said."""
    mask = mask_of_protocol(device.protocol)
    if not mask and not device.protocol:
        frames = Quarantine.objects.filter(
            identity=device.identity, resolved_at=None, reason=QuarantineReason.UNKNOWN_DEVICE
        )
        newest = frames.order_by("-last_arrival").values_list("protocol", "transport").first()
        if newest is not None and newest in BITS:
            device.protocol, mask = newest[0], equally_strong(BITS[newest])
    device.listeners = mask or FIRST_CONTACT


def checked_identity(identity: str) -> str:
    """``identity`` without blanks around it. Raises BadIdentity for one that no device can have."""
    identity = identity.strip()
    if not 1 <= len(identity) <= MAX_IDENTITY or not identity.isprintable():
        raise BadIdentity
    return identity
