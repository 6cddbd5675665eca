"""Saying whose an unknown device is."""

from django.db import transaction
from django.utils import timezone

from fleet.devices.actions.register_device import checked_identity, register_device
from fleet.devices.quarantine_reasons import QuarantineReason
from fleet.errors import IdentityTaken, NeverSent
from fleet.models import Device, Quarantine, Vehicle
from people import audit
from people.access import Verb, require
from people.models import User


def claim_device(actor: User, identity: str, vehicle: Vehicle) -> Device:
    """Register the device in ``vehicle``, bound to what its latest frame came over.

    What it has sent so far waits in quarantine and is stored after the commit. ``replay_quarantine`` does that: at once
    when the page calls it, and otherwise in the worker. Raises Denied, BadIdentity, IdentityTaken, NeverSent.
    """
    require(actor, Verb.DEVICE_CLAIM, vehicle)
    identity = checked_identity(identity)
    with transaction.atomic():
        frames = Quarantine.objects.filter(identity=identity, resolved_at=None, reason=QuarantineReason.UNKNOWN_DEVICE)
        if not frames.exists():
            raise IdentityTaken if Device.objects.filter(identity=identity).exists() else NeverSent
        device = register_device(actor, identity, vehicle)
        waiting = frames.update(resolved_by=actor)
        audit.record(actor, "device.claim", device, {"vehicle": vehicle.pk, "frames": waiting})
    return device


def dismiss_frames(actor: User, identity: str) -> int:
    """Take the frames of an identity (empty: of those that gave none) off the list; returns how many.

    Raises Denied, BadIdentity.
    """
    require(actor, Verb.DEVICE_CLAIM)
    if identity:
        identity = checked_identity(identity)
    with transaction.atomic():
        open_frames = Quarantine.objects.filter(identity=identity, resolved_at=None)
        # One that a gateway has in hand is just coming again: it stays on the list, and nobody waits for anybody.
        ids = list(open_frames.select_for_update(skip_locked=True).values_list("pk", flat=True))
        count = Quarantine.objects.filter(pk__in=ids).update(resolved_at=timezone.now(), resolved_by=actor)
        known = Device.objects.filter(identity=identity).first()
        shown = identity if known is None else known.shown_identity
        audit.record(actor, "quarantine.dismiss", known, {"identity": shown, "frames": count})
    return count
