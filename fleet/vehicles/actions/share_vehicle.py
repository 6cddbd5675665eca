"""Showing one vehicle to somebody without a login, for some hours."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fleet.errors import LinkOver
from fleet.models import MAX_SHARED, ShareLink, Vehicle
from kit.errors import BadInput
from kit.text import storable
from people import audit
from people.access import Verb, require
from people.models import User


@dataclass(frozen=True)
class NewLink:
    """A link just made. ``token`` is known here and to whom it is given, and nowhere else."""

    link: ShareLink
    token: str


def hash_of(token: str) -> str:
    """What is kept of a token; it is random enough that a plain hash cannot be turned round."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def share_vehicle(
    actor: User,
    vehicle: Vehicle,
    hours: int,
    *,
    show_plate: bool = False,
    note: str = "",
    request: HttpRequest | None = None,
) -> NewLink:
    """Make a link that works for ``hours``. Raises Denied, BadInput."""
    require(actor, Verb.VEHICLE_SHARE, vehicle)
    note = note.strip()
    # Compared as a number: a huge one has no length of time.
    if not 0 < hours <= MAX_SHARED // timedelta(hours=1):
        raise BadInput(_("A link works for 1 to 72 hours."), field="hours")
    if len(note) > 120 or not storable(note):
        raise BadInput(_("Say in at most 120 characters for whom the link is."), field="note")
    token, now = secrets.token_urlsafe(24), timezone.now()
    with transaction.atomic():
        link = ShareLink.objects.create(
            token_hash=hash_of(token),
            vehicle=vehicle,
            show_plate=show_plate,
            note=note,
            created_by=actor,
            created_at=now,
            expires_at=now + timedelta(hours=hours),
        )
        detail = {"link": link.pk, "hours": hours, "plate": show_plate, "note": note}
        audit.record(actor, "share.create", vehicle, detail, request)
    return NewLink(link, token)


def revoke_link(actor: User, vehicle: Vehicle, link_id: int, request: HttpRequest | None = None) -> None:
    """The link of ``vehicle`` shows nothing from now on. Raises Denied, LinkOver."""
    require(actor, Verb.VEHICLE_SHARE, vehicle)
    with transaction.atomic():
        link = ShareLink.objects.select_for_update().filter(pk=link_id, vehicle=vehicle, revoked_at=None).first()
        if link is None:
            raise LinkOver
        link.revoked_at, link.revoked_by = timezone.now(), actor
        link.save(update_fields=["revoked_at", "revoked_by"])
        audit.record(actor, "share.revoke", vehicle, {"link": link.pk}, request)
