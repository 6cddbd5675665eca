"""Drawing, editing, publishing, retiring: who may, what walls see, what history keeps."""

import pytest
from django.db import DatabaseError, connection, transaction

from layers.actions.draw_zone import draw_zone
from layers.actions.edit_zone import edit_zone
from layers.actions.publish_zone import publish_zone
from layers.actions.restore_version import restore_version
from layers.actions.retire_zone import retire_zone
from layers.errors import BadOutline, BadZone, NothingToPublish, ZoneStale
from layers.models import Status, Zone, ZoneVersion
from layers.selectors import live_zones, public_version, zones_at
from live.models import OutboxEvent
from people.access import Denied
from people.models import AuditEntry
from tests.layers.drawings import SINABUNG, draft, drawn, published, ring
from tests.world import World


def live_names() -> list[str]:
    return [event.name for event in live_zones("centre")]


@pytest.mark.parametrize("person", ["ani", "slamet", "budi", "eka", "fajar", "gita"])
def test_only_a_planner_draws(world: World, person: str) -> None:
    with pytest.raises(Denied):
        draw_zone(getattr(world, person), draft())


def test_a_draft_is_seen_by_nobody_else(world: World) -> None:
    drawn(world.dewi)
    assert (live_names(), OutboxEvent.objects.count()) == ([], 0)


def test_publishing_shows_the_zone_on_walls_and_to_the_public(world: World) -> None:
    zone = published(world.dewi)
    event = OutboxEvent.objects.get()
    assert (event.type, event.object_id, sorted(event.audiences)) == ("zone.changed", zone.pk, ["centre", "public"])
    assert event.data["version"] == 1


def test_editing_a_published_zone_leaves_the_public_version_as_it_is(world: World) -> None:
    zone = published(world.dewi)
    edit_zone(world.dewi, zone.pk, zone.revision, draft(name="Something else"))
    assert live_names() == ["KRB III Sinabung"]
    assert public_version(zone.pk).name == "KRB III Sinabung"


def test_publishing_again_makes_the_next_version(world: World) -> None:
    zone = published(world.dewi)
    edited = edit_zone(world.dewi, zone.pk, zone.revision, draft(name="KRB III, widened")).zone
    version = publish_zone(world.dewi, zone.pk, edited.revision, note="after the eruption")
    assert (version.number, live_names()) == (2, ["KRB III, widened"])


def test_it_rejects_a_save_from_an_old_state(world: World) -> None:
    zone = drawn(world.dewi)
    edit_zone(world.dewi, zone.pk, zone.revision, draft(name="First"))
    with pytest.raises(ZoneStale):
        edit_zone(world.dewi, zone.pk, zone.revision, draft(name="Second"))


def test_it_rejects_publishing_what_is_public_already(world: World) -> None:
    zone = published(world.dewi)
    with pytest.raises(NothingToPublish):
        publish_zone(world.dewi, zone.pk, zone.revision)


def test_retiring_removes_the_zone_from_walls_and_keeps_its_history(world: World) -> None:
    zone = published(world.dewi)
    retire_zone(world.dewi, zone.pk, zone.revision, "no longer active")
    assert (live_names(), OutboxEvent.objects.latest("id").type) == ([], "zone.removed")
    assert ZoneVersion.objects.filter(zone=zone).count() == 1


def test_an_earlier_version_can_be_restored_and_published(world: World) -> None:
    zone = published(world.dewi)
    edited = edit_zone(world.dewi, zone.pk, zone.revision, draft(name="Mistake")).zone
    publish_zone(world.dewi, zone.pk, edited.revision)
    zone.refresh_from_db()
    restored = restore_version(world.dewi, zone.pk, zone.revision, 1)
    publish_zone(world.dewi, zone.pk, restored.revision)
    assert live_names() == ["KRB III Sinabung"]


@pytest.mark.parametrize("statement", ["UPDATE layers_zoneversion SET name = 'x'", "DELETE FROM layers_zoneversion"])
def test_the_database_refuses_to_change_a_published_version(world: World, statement: str) -> None:
    published(world.dewi)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_self_crossing_outline_is_repaired_and_the_planner_is_told(world: World) -> None:
    bow_tie = {"type": "Polygon", "coordinates": [[[98.3, 3.1], [98.4, 3.2], [98.4, 3.1], [98.3, 3.2], [98.3, 3.1]]]}
    saved = draw_zone(world.dewi, draft(geometry=bow_tie))
    assert saved.repair.was_needed and saved.zone.geometry.valid


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Point", "coordinates": [98.3, 3.1]},
        {"type": "LineString", "coordinates": [[98.3, 3.1], [98.4, 3.1]]},
        {"type": "Polygon", "coordinates": [[[98.3, 3.1], [98.4, 3.1], [98.3, 3.1]]]},
        {"type": "Polygon", "coordinates": [[[98.3, 3.1], [98.4, 3.1], [98.5, 3.1], [98.3, 3.1]]]},
        {"type": "Polygon", "coordinates": [[[983, 3.1], [984, 3.1], [984, 3.2], [983, 3.1]]]},
        {"type": "Polygon", "coordinates": "no list"},
        {},
    ],
)
def test_it_rejects_an_outline_that_encloses_nothing(world: World, geometry: dict[str, object]) -> None:
    with pytest.raises(BadOutline):
        draw_zone(world.dewi, draft(geometry=geometry))
    assert not Zone.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"purpose": "tourism"}, "kind"),
        ({"purpose": "tourism", "kind": "site"}, "level"),
        ({"level": 4}, "level"),
        ({"name": "  "}, "name"),
        ({"valid_from": "2026-02-01", "valid_to": "2026-01-01"}, "valid_to"),
        ({"color": "red"}, "color"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_it_rejects_fields_that_contradict_each_other(world: World, changes: dict[str, object], field: str) -> None:
    with pytest.raises(BadZone) as caught:
        draft(**changes)
    assert caught.value.field == field


def test_every_act_leaves_its_trace(world: World) -> None:
    zone = published(world.dewi)
    retire_zone(world.dewi, zone.pk, zone.revision)
    actions = AuditEntry.objects.order_by("id").values_list("action", flat=True)
    assert list(actions) == ["zone.drawn", "zone.published", "zone.retired"]


def test_walls_get_an_outline_within_the_vertex_budget(world: World) -> None:
    zone = published(world.dewi, geometry=ring(7000, points=9000))
    (event,) = live_zones("public")
    sent = sum(len(part) for polygon in event.geometry["coordinates"] for part in polygon)
    kept = public_version(zone.pk).geometry.num_coords
    assert sent <= 2000 < kept


def test_the_zones_that_hold_a_point_come_most_dangerous_first(world: World) -> None:
    published(world.dewi, name="KRB I", level=1, geometry=ring(7000))
    published(world.dewi, name="KRB III", level=3, geometry=ring(3000))
    drawn(world.dewi, name="Only a draft")
    assert [zone.name for zone in zones_at(*SINABUNG)] == ["KRB III", "KRB I"]


def test_a_retired_draft_is_out_of_the_way(world: World) -> None:
    zone = drawn(world.dewi)
    assert retire_zone(world.dewi, zone.pk, zone.revision).status == Status.RETIRED
    assert not OutboxEvent.objects.exists()


def test_style_follows_kind_and_level_unless_the_planner_chose(world: World) -> None:
    table = drawn(world.dewi).style
    chosen = drawn(world.dewi, color="#112233").style
    assert (table.color, chosen.color, chosen.pattern) == ("#ff6a3d", "#112233", table.pattern)
