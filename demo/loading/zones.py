"""Hazard and tourism zones, drawn and published by the demo's planner."""

from datetime import datetime

from shapely.geometry import mapping

from demo.loading.people_seed import person
from demo.zones import SOURCE, DemoZone, all_zones
from layers.actions.draw_zone import draw_zone
from layers.actions.publish_zone import publish_zone
from layers.drafts import ZoneDraft
from layers.models import Kind, Purpose, Zone


def load_zones() -> int:
    """Draw and publish the zones that are missing; returns how many."""
    planner = person("perencana")
    known = set(Zone.objects.filter(source=SOURCE).values_list("name", flat=True))
    missing = [zone for zone in all_zones() if zone.name not in known]
    for zone in missing:
        drawn = draw_zone(planner, _draft(zone)).zone
        publish_zone(planner, drawn.pk, drawn.revision, note="Demo")
    return len(missing)


def _draft(zone: DemoZone) -> ZoneDraft:
    return ZoneDraft(
        purpose=Purpose(zone.purpose),
        kind=Kind(zone.kind),
        level=zone.level,
        name=zone.name,
        name_en=zone.name_en,
        description=zone.description,
        pattern=zone.pattern,
        valid_from=datetime.fromisoformat(zone.valid_from) if zone.valid_from else None,
        source=SOURCE,
        geometry=mapping(zone.shape),
    )
