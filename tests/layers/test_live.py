"""What walls know of zones: a snapshot, and every event after it, give what a fresh snapshot gives."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from layers.actions.edit_zone import edit_zone
from layers.actions.publish_zone import publish_zone
from layers.actions.retire_zone import retire_zone
from layers.tasks import announce_due_zones
from live import outbox, snapshot
from tests.layers.drawings import draft, drawn, published
from tests.world import World


def state(taken: snapshot.StateSnapshot) -> dict[int, dict[str, Any]]:
    return {zone["id"]: zone for zone in taken.state["zone"]}


@pytest.mark.parametrize("audience", ["centre", "public"])
def test_snapshot_plus_events_equals_a_fresh_snapshot(world: World, audience: str) -> None:
    first, second = published(world.dewi), published(world.dewi, name="KRB II", level=2)
    ending = published(world.dewi, name="Ends", valid_to=(timezone.now() + timedelta(days=1)).isoformat())
    outbox.number_pending()
    start = snapshot.take(audience)

    edited = edit_zone(world.dewi, first.pk, first.revision, draft(name="Moved")).zone
    publish_zone(world.dewi, first.pk, edited.revision)
    retire_zone(world.dewi, second.pk, second.revision)
    drawn(world.dewi, name="A draft")
    published(world.dewi, name="New")
    announce_due_zones(timezone.now() + timedelta(days=2))

    known = state(start)
    for event in outbox.read_new(start.number):
        if audience not in event.audiences:
            continue
        if event.type == "zone.removed":
            known.pop(event.data["id"], None)
        else:
            known[event.data["id"]] = event.data
    assert known == state(snapshot.take(audience))
    assert ending.pk not in known


def test_an_agency_s_wall_starts_with_the_same_zones(world: World) -> None:
    published(world.dewi)
    agency = f"agency:{world.roads.pk}"
    assert state(snapshot.take(agency)) == state(snapshot.take("centre"))
