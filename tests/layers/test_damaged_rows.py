"""One zone that cannot be shown, stored past every check, takes no list, tile, snapshot or page down."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from layers.api.tiles import accepts_gzip
from layers.models import Zone
from layers.readable import readable
from layers.selectors import live_zones, public_versions
from layers.tasks import announce_due_zones
from live import left_out
from tests.layers.drawings import draft_data, published
from tests.layers.test_tiles import address
from tests.world import World

CONSTRAINTS = [
    ("layers_zone", "zone_valid_from_in_range"),
    ("layers_zone", "zone_valid_to_in_range"),
    ("layers_zoneversion", "zone_version_valid_from_in_range"),
    ("layers_zoneversion", "zone_version_valid_to_in_range"),
]
FAR_OUTLINE = "geometry = ST_GeomFromText('MULTIPOLYGON(((98 3,98 91000,99 3,98 3)))', 4326)"
NAN_OUTLINE = "face_geometry = ST_GeomFromText('MULTIPOLYGON(((98 3,98 4,NaN 3,98 3)))', 4326), " + FAR_OUTLINE
DAMAGES = {
    "a begin before the calendar": "valid_from = '0001-01-01 00:00:00+00'",
    "an end after the calendar": "valid_to = '9999-12-31 23:59:59+00'",
    "a begin before Christ": "valid_from = '0044-03-15 00:00:00+00 BC'",
    "an infinite end": "valid_to = 'infinity'",
    "an unknown kind": "kind = 'meteor'",
    "an unknown level": "level = 7",
    "an opacity that is no number": "fill_opacity = 'NaN'",
    "an outline outside the world": FAR_OUTLINE,
    "an outline that is no number": NAN_OUTLINE,
}


@pytest.fixture
def unconstrained(world: World) -> Iterator[None]:
    """The tables without what keeps damage out."""
    with connection.cursor() as cursor:
        for table, name in CONSTRAINTS:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        cursor.execute("ALTER TABLE layers_zoneversion DISABLE TRIGGER layers_zoneversion_frozen")
    yield


def damaged(world: World, change: str) -> tuple[Zone, Zone]:
    """A sound zone, and one whose public version has the change."""
    sound, bad = published(world.dewi, name="Sound"), published(world.dewi, name="Damaged")
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE layers_zoneversion SET {change} WHERE zone_id = %s", [bad.pk])
        if "face_geometry" not in change:
            cursor.execute(f"UPDATE layers_zone SET {change} WHERE id = %s", [bad.pk])
    return sound, bad


def test_a_row_that_cannot_be_rendered_is_listed_for_administrators(world: World) -> None:
    zone = published(world.dewi, name="Sound")

    def fail(row: Zone) -> str:
        raise ValueError(row.name)

    assert list(readable([zone], fail)) == []
    assert ("layers.Zone", zone.pk) in [(kind, key) for kind, key, _ in left_out.listed()]


@pytest.mark.parametrize("change", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_zone_is_left_out_and_named_to_planners(
    world: World, unconstrained: None, client: Client, change: str
) -> None:
    sound, bad = damaged(world, change)
    shown = client.get("/api/v1/zones.geojson")
    assert shown.status_code == 200 and sound.pk in [feature["id"] for feature in shown.json()["features"]]
    assert sound.pk in [event.id for event in live_zones("centre")]
    assert b"Sound" in client.get(address()).content
    announce_due_zones(timezone.now())
    client.force_login(world.dewi)
    listed = client.get("/api/v1/zones/list").json()
    assert sound.pk in [row["id"] for row in listed["zones"]]
    assert [(row["id"], bool(row["reason"])) for row in listed["damaged"]] == [(bad.pk, True)]


def test_a_zone_with_unreadable_dates_is_public_to_nobody_and_can_be_corrected(
    world: World, unconstrained: None, client: Client
) -> None:
    sound, bad = damaged(world, "valid_to = 'infinity', valid_from = '0001-01-01 00:00:00+00'")
    assert announce_due_zones(timezone.now()) == 1, "it is taken off the walls"
    assert [event.id for event in live_zones("centre")] == [sound.pk]
    assert list(public_versions().values_list("zone_id", flat=True)) == [sound.pk]
    client.force_login(world.dewi)
    opened = client.get(f"/api/v1/zones/{bad.pk}/draft").json()["zone"]["properties"]
    body = draft_data(name="Damaged", revision=opened["revision"])
    saved = client.put(f"/api/v1/zones/{bad.pk}", body, content_type="application/json")
    revision = saved.json()["zone"]["properties"]["revision"]
    done = client.post(f"/api/v1/zones/{bad.pk}/publish", {"revision": revision}, content_type="application/json")
    assert done.status_code == 200, done.json()
    assert [event.id for event in live_zones("centre")] == [sound.pk, bad.pk]
    assert client.get("/api/v1/zones/list").json()["damaged"] == []


def test_dates_that_were_stored_before_the_range_are_clamped_by_the_migration(
    world: World, unconstrained: None
) -> None:
    _sound, bad = damaged(world, "valid_from = '0001-01-01 00:00:00+00', valid_to = 'infinity'")
    migration = import_module("layers.migrations.0003_supported_dates")
    with connection.cursor() as cursor:
        for statement in migration.CLAMP:
            if "UPDATE" in statement:
                cursor.execute(statement)
        cursor.execute("SELECT valid_from, valid_to FROM layers_zoneversion WHERE zone_id = %s", [bad.pk])
        assert cursor.fetchall() == [(None, None)]


@pytest.mark.parametrize("field", ["valid_from", "valid_to"])
@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00", "9999-12-31T23:59:59+14:00", "1899-12-31T00:00:00Z", "2201-01-01T00:00:00Z"]
)
def test_dates_outside_the_range_are_refused_in_words_and_by_the_database(
    world: World, client: Client, field: str, moment: str
) -> None:
    client.force_login(world.dewi)
    answer = client.post("/api/v1/zones", draft_data(**{field: moment}), content_type="application/json")
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)
    assert "1900" in answer.json()["error"]["message"]
    zone = published(world.dewi)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE layers_zone SET {field} = %s WHERE id = %s", [moment, zone.pk])


@pytest.mark.parametrize("name", ["a\0b", "\ud83d", "\u200b\u2060", "   ", "\u3164"])
def test_a_name_that_shows_nothing_or_cannot_be_stored_is_refused(world: World, client: Client, name: str) -> None:
    client.force_login(world.dewi)
    answer = client.post("/api/v1/zones", draft_data(name=name), content_type="application/json")
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "name")


def test_the_list_pages_beyond_its_longest_answer(world: World, client: Client) -> None:
    for number in range(3):
        published(world.dewi, name=f"Z{number}")
    client.force_login(world.dewi)
    page = client.get("/api/v1/zones/list?offset=2").json()
    assert ([row["name"] for row in page["zones"]], page["matched"]) == (["Z0"], 3)


def test_who_has_the_public_zones_is_told_so_until_one_changes(
    world: World, client: Client, django_assert_max_num_queries: Any
) -> None:
    published(world.dewi)
    first = client.get("/api/v1/zones.geojson")
    with django_assert_max_num_queries(3):
        same = client.get("/api/v1/zones.geojson", headers={"If-None-Match": first["ETag"]})
    published(world.dewi)
    after = client.get("/api/v1/zones.geojson", headers={"If-None-Match": first["ETag"]})
    assert (same.status_code, same.content, after.status_code) == (304, b"", 200)


def test_a_limited_answer_leads_to_the_rest(world: World, client: Client) -> None:
    zones = [published(world.dewi, name=str(number)).pk for number in range(5)]
    seen: list[int] = []
    address: str | None = "/api/v1/zones.geojson?limit=2"
    while address is not None:
        page = client.get(address).json()
        seen += [feature["id"] for feature in page["features"]]
        address = page.get("next")
    assert seen == zones


@pytest.mark.parametrize(
    ("header", "allowed"),
    [("gzip", True), ("gzip;q=0", False), ("br, gzip; q=0.5", True), ("*", True), ("*, gzip;q=0", False), ("", False)],
)
def test_gzip_is_used_only_where_it_is_allowed(header: str, allowed: bool) -> None:
    assert accepts_gzip(header) is allowed
