"""A planner changes a zone's working copy; what is public stays as it is."""

from django.db import transaction
from django.http import HttpRequest

from layers.actions.draw_zone import Drawn
from layers.actions.locking import locked_zone
from layers.drafts import ZoneDraft, apply_draft, check_draft, read_outline, says_the_same
from layers.models import FACE_FIELDS, Zone
from people import audit
from people.access import Verb, require
from people.models import User


def edit_zone(actor: User, zone_id: int, revision: int, draft: ZoneDraft, request: HttpRequest | None = None) -> Drawn:
    """Save the draft as the working copy. Raises Denied, ZoneNotFound, ZoneStale, BadZone, BadOutline."""
    require(actor, Verb.ZONE_DRAW)
    check_draft(draft)
    outline, repair = read_outline(draft.geometry)
    with transaction.atomic():
        zone = locked_zone(zone_id, revision)
        before = {field: getattr(zone, field) for field in FACE_FIELDS}
        apply_draft(zone, draft, outline)
        zone.area_m2 = repair.area_after_m2
        changed = [field for field in FACE_FIELDS if getattr(zone, field) != before[field]]
        save_working_copy(zone, actor)
        detail = {"changed": changed, "revision": zone.revision, "repaired": list(repair.steps)}
        audit.record(actor, "zone.edited", zone, detail, request)
    return Drawn(zone, repair)


def save_working_copy(zone: Zone, actor: User | None) -> None:
    """Write the locked zone as its next revision."""
    zone.pending = not says_the_same(zone)
    zone.revision += 1
    zone.updated_by = actor
    zone.save()
