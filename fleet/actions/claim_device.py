"""Saying whose an unknown device is."""

from django.db import transaction
from django.utils import timezone

from fleet.actions.register_device import register_device
from fleet.models import Device, Quarantine, Vehicle
from fleet.quarantine_reason import QuarantineReason
from people import audit
from people.access import Verb, require
from people.models import User


def claim_device(actor: User, identity: str, vehicle: Vehicle) -> Device:
    """Register the device in ``vehicle``. What it has sent so far waits in quarantine and is stored after the commit.

    ``replay_quarantine`` does that: at once when the page calls it, and otherwise in the worker. Raises Denied,
    BadIdentity, IdentityTaken.
    """
    require(actor, Verb.DEVICE_CLAIM, vehicle)
    with transaction.atomic():
        frames = Quarantine.objects.filter(identity=identity, resolved_at=None, reason=QuarantineReason.UNKNOWN_DEVICE)
        protocol = frames.values_list("protocol", flat=True).first() or ""
        device = register_device(actor, identity, vehicle, protocol=protocol)
        waiting = frames.update(resolved_by=actor)
        audit.record(actor, "device.claim", device, {"vehicle": vehicle.pk, "frames": waiting})
    return device


def dismiss_frames(actor: User, identity: str) -> int:
    """Take the frames of an identity off the list without storing them; returns how many. Raises Denied."""
    require(actor, Verb.DEVICE_CLAIM)
    with transaction.atomic():
        open_frames = Quarantine.objects.filter(identity=identity, resolved_at=None)
        count = open_frames.update(resolved_at=timezone.now(), resolved_by=actor)
        audit.record(actor, "quarantine.dismiss", None, {"identity": identity, "frames": count})
    return count
