"""A planner deletes a draft that was never public."""

from django.db import transaction
from django.db.models import ProtectedError
from django.http import HttpRequest

from layers.actions.locking import locked_zone
from layers.errors import NotDeletable
from layers.models import Zone
from people import audit
from people.access import Verb, require
from people.models import User


def delete_zone(actor: User, zone_id: int, revision: int, request: HttpRequest | None = None) -> None:
    """Delete the draft for good. Raises Denied, ZoneNotFound, ZoneStale; NotDeletable once it was published."""
    require(actor, Verb.ZONE_DRAW)
    with transaction.atomic():
        zone = locked_zone(zone_id, revision)
        audit.record(actor, "zone.deleted", zone, {"kind": zone.kind, "area_m2": round(zone.area_m2)}, request)
        delete_draft(zone)


def delete_draft(zone: Zone) -> None:
    """Delete the locked zone. Raises NotDeletable where it has a history or something names it."""
    if zone.versions.exists():
        raise NotDeletable
    try:
        zone.delete()
    except ProtectedError as error:
        raise NotDeletable from error
