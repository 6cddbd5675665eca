"""A planner draws a new zone."""

from typing import NamedTuple

from django.db import transaction
from django.http import HttpRequest

from geo.repair import Repair
from layers.drafts import ZoneDraft, apply_draft, check_draft, read_outline
from layers.models import Zone
from people import audit
from people.access import Verb, require
from people.models import User


class Drawn(NamedTuple):
    """The saved zone, and what had to be repaired in its outline."""

    zone: Zone
    repair: Repair


def draw_zone(actor: User, draft: ZoneDraft, request: HttpRequest | None = None) -> Drawn:
    """Save a draft that nobody but planners sees. Raises Denied, BadZone, BadOutline."""
    require(actor, Verb.ZONE_DRAW)
    check_draft(draft)
    outline, repair = read_outline(draft.geometry)
    zone = Zone(created_by=actor, updated_by=actor, area_m2=repair.area_after_m2)
    apply_draft(zone, draft, outline)
    with transaction.atomic():
        zone.save()
        audit.record(actor, "zone.drawn", zone, {"repaired": list(repair.steps)}, request)
    return Drawn(zone, repair)
