"""A planner makes the working copy public."""

from django.db import transaction
from django.http import HttpRequest

from layers.actions.locking import locked_zone
from layers.announce import announce
from layers.errors import NothingToPublish
from layers.models import Status, Zone, ZoneVersion
from layers.simplify import within_budget
from people import audit
from people.access import Verb, require
from people.models import User


def publish_zone(
    actor: User, zone_id: int, revision: int, note: str = "", request: HttpRequest | None = None
) -> ZoneVersion:
    """Freeze the working copy as the next version and show it on every wall.

    Raises Denied, ZoneNotFound, ZoneStale, NothingToPublish.
    """
    require(actor, Verb.ZONE_PUBLISH)
    with transaction.atomic():
        zone = locked_zone(zone_id, revision)
        if zone.status == Status.PUBLISHED and not zone.pending:
            raise NothingToPublish
        version = freeze(zone, actor, note)
        announce(zone, renewed=True)
        audit.record(actor, "zone.published", zone, {"version": version.number, "note": note}, request)
    return version


def freeze(zone: Zone, actor: User | None, note: str) -> ZoneVersion:
    """Write the next version and make it the public one; the caller holds the zone's lock and announces."""
    newest = zone.versions.order_by("-number").values_list("number", flat=True).first()
    version = ZoneVersion(zone=zone, number=(newest or 0) + 1, published_by=actor, note=note.strip()[:300])
    version.take_face(zone)
    version.area_m2 = zone.area_m2
    version.face_geometry = within_budget(zone.geometry)
    version.save()
    zone.published = version
    zone.status = Status.PUBLISHED
    zone.pending = False
    zone.revision += 1
    zone.save()
    return version
