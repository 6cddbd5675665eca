"""The code that lies in a vehicle: making one, and making it worthless."""

import secrets

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from fleet.models import DriveCode, Vehicle
from people import audit
from people.access import Verb, require
from people.models import User


def make_drive_code(actor: User, vehicle: Vehicle, request: HttpRequest | None = None) -> DriveCode:
    """A new code for the vehicle; the old one, wherever it hangs, works no longer. Raises Denied."""
    require(actor, Verb.DRIVER_ASSIGN, vehicle)
    with transaction.atomic():
        Vehicle.objects.select_for_update(no_key=True).get(pk=vehicle.pk)
        code, new = DriveCode.objects.update_or_create(
            vehicle=vehicle,
            defaults={"token": secrets.token_urlsafe(24), "made_at": timezone.now(), "made_by": actor},
        )
        audit.record(actor, "drive_code.make", vehicle, {"replaces": not new}, request)
    return code


def revoke_drive_code(actor: User, vehicle: Vehicle, request: HttpRequest | None = None) -> None:
    """Take the vehicle's code away, if it has one. Raises Denied."""
    require(actor, Verb.DRIVER_ASSIGN, vehicle)
    with transaction.atomic():
        deleted, _ = DriveCode.objects.filter(vehicle=vehicle).delete()
        if deleted:
            audit.record(actor, "drive_code.revoke", vehicle, request=request)
