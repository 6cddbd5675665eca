"""Keeping days from being forgotten, and giving them free again."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fleet.errors import HoldReleased
from fleet.models import MAX_REASON, LegalHold, Vehicle
from kit.dates import require_supported
from kit.errors import BadInput
from kit.text import storable
from people import audit
from people.access import Verb, require
from people.models import User


@dataclass(frozen=True)
class HoldDetails:
    """What is to be kept: days of the region's zone, both included; of all vehicles without a vehicle."""

    first_day: date
    last_day: date
    reason: str
    vehicle: Vehicle | None = None


def place_hold(actor: User, details: HoldDetails, request: HttpRequest | None = None) -> LegalHold:
    """Keep these days from now on. Raises Denied, BadInput."""
    require(actor, Verb.HOLD_EDIT)
    require_supported(details.first_day, field="first_day")
    require_supported(details.last_day, field="last_day")
    if details.last_day < details.first_day:
        raise BadInput(_("The last day is before the first."), field="last_day")
    reason = _checked(details.reason)
    with transaction.atomic():
        hold = LegalHold.objects.create(
            vehicle=details.vehicle,
            first_day=details.first_day,
            last_day=details.last_day,
            reason=reason,
            placed_by=actor,
            placed_at=timezone.now(),
        )
        told = {"vehicle": hold.vehicle_id, "from": str(hold.first_day), "to": str(hold.last_day), "reason": reason}
        audit.record(actor, "hold.place", hold, told, request)
    return hold


def release_hold(actor: User, hold_id: int, reason: str, request: HttpRequest | None = None) -> LegalHold:
    """What it kept is forgotten when its time is over, the next night at the earliest.

    Raises Denied, BadInput, HoldReleased.
    """
    require(actor, Verb.HOLD_EDIT)
    reason = _checked(reason)
    with transaction.atomic():
        hold = LegalHold.objects.select_for_update().filter(pk=hold_id, released_at=None).first()
        if hold is None:
            raise HoldReleased
        hold.released_at, hold.released_by, hold.release_reason = timezone.now(), actor, reason
        hold.save(update_fields=["released_at", "released_by", "release_reason"])
        audit.record(actor, "hold.release", hold, {"reason": reason}, request)
    return hold


def _checked(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise BadInput(_("Give the reason: who asked for it, and for which case."), field="reason")
    if len(reason) > MAX_REASON or not storable(reason):
        raise BadInput(_("A reason has at most 500 characters."), field="reason")
    return reason
