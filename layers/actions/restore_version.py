"""A planner takes an earlier version as the working copy again."""

from django.db import transaction
from django.http import HttpRequest

from layers.actions.edit_zone import save_working_copy
from layers.actions.locking import locked_zone
from layers.errors import ZoneNotFound
from layers.models import Zone
from people import audit
from people.access import Verb, require
from people.models import User


def restore_version(actor: User, zone_id: int, revision: int, number: int, request: HttpRequest | None = None) -> Zone:
    """The working copy says what version ``number`` said; walls see it once it is published.

    Raises Denied, ZoneNotFound (also for an unknown version), ZoneStale.
    """
    require(actor, Verb.ZONE_DRAW)
    with transaction.atomic():
        zone = locked_zone(zone_id, revision)
        version = zone.versions.filter(number=number).first()
        if version is None:
            raise ZoneNotFound
        zone.take_face(version)
        zone.area_m2 = version.area_m2
        save_working_copy(zone, actor)
        audit.record(actor, "zone.restored", zone, {"version": number}, request)
    return zone
