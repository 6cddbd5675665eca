"""A planner takes a zone off the walls, or discards a draft. Its history stays."""

from django.db import transaction
from django.http import HttpRequest

from layers.actions.locking import locked_zone
from layers.announce import announce
from layers.errors import NotRetirable
from layers.models import Status, Zone
from people import audit
from people.access import Verb, require
from people.models import User


def retire_zone(actor: User, zone_id: int, revision: int, reason: str = "", request: HttpRequest | None = None) -> Zone:
    """Retire the zone. It can be published again later. Raises Denied, ZoneNotFound, ZoneStale, NotRetirable."""
    require(actor, Verb.ZONE_PUBLISH)
    with transaction.atomic():
        zone = locked_zone(zone_id, revision)
        if zone.status == Status.RETIRED:
            raise NotRetirable
        zone.status = Status.RETIRED
        zone.pending = True
        zone.revision += 1
        zone.updated_by = actor
        zone.save()
        announce(zone, renewed=False)
        audit.record(actor, "zone.retired", zone, {"reason": reason.strip()[:300]}, request)
    return zone
