"""Zones and map sources over HTTP."""

from typing import Any

import pytest
from django.test import Client

from people.models import User
from tests.layers.drawings import draft_data, drawn, published, ring
from tests.world import World


def log_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def send(client: Client, method: str, path: str, data: dict[str, Any]) -> Any:
    return getattr(client, method)(path, data, content_type="application/json")


def test_anybody_reads_public_zones_as_geojson(world: World, client: Client) -> None:
    published(world.dewi)
    drawn(world.dewi, name="A draft")
    answer = client.get("/api/v1/zones.geojson")
    names = [feature["properties"]["name"] for feature in answer.json()["features"]]
    assert (answer["Content-Type"], names) == ("application/geo+json", ["KRB III Sinabung"])


@pytest.mark.parametrize(
    "query",
    ["colour=red", "kind=dragon", "bbox=1,2,3", "bbox=9,1,2,3", "limit=0", "limit=²", "kind=flood&kind=flood"],
)
def test_it_rejects_a_query_that_it_does_not_understand(db: None, client: Client, query: str) -> None:
    answer = client.get(f"/api/v1/zones.geojson?{query}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_parameter")


def test_a_box_and_a_kind_narrow_the_zones(world: World, client: Client) -> None:
    published(world.dewi)
    published(world.dewi, name="Banjir", kind="flood", level=None, geometry=ring(500, 98.5, 3.1))
    found = client.get("/api/v1/zones.geojson?kind=flood&bbox=98.4,3.0,98.6,3.2").json()["features"]
    assert [feature["properties"]["name"] for feature in found] == ["Banjir"]


def test_it_says_how_many_zones_a_limit_cut_off(world: World, client: Client) -> None:
    for name in ("a", "b", "c"):
        published(world.dewi, name=name)
    answer = client.get("/api/v1/zones.geojson?limit=2").json()
    assert (answer["numberMatched"], answer["numberReturned"]) == (3, 2)


def test_a_planner_draws_edits_and_publishes(world: World) -> None:
    client = log_in(world.dewi)
    made = send(client, "post", "/api/v1/zones", draft_data()).json()["zone"]
    path = f"/api/v1/zones/{made['id']}"
    edited = send(client, "put", path, draft_data(name="Wider") | {"revision": made["properties"]["revision"]}).json()[
        "zone"
    ]
    shown = send(client, "post", f"{path}/publish", {"revision": edited["properties"]["revision"], "note": ""})
    assert shown.json()["zone"]["properties"]["published_version"] == 1
    assert Client().get(path).json()["properties"]["name"] == "Wider"


def test_a_save_from_an_old_state_is_a_conflict(world: World) -> None:
    zone = drawn(world.dewi)
    answer = send(log_in(world.dewi), "put", f"/api/v1/zones/{zone.pk}", draft_data() | {"revision": 99})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "zone_stale")


def test_a_draft_is_not_found_by_the_public(world: World, client: Client) -> None:
    zone = drawn(world.dewi)
    assert client.get(f"/api/v1/zones/{zone.pk}").status_code == 404


@pytest.mark.parametrize("person", ["ani", "budi", "eka", "gita"])
def test_others_may_not_write_or_read_drafts(world: World, person: str) -> None:
    zone = drawn(world.dewi)
    client = log_in(getattr(world, person))
    answers = [
        send(client, "post", "/api/v1/zones", draft_data()),
        send(client, "put", f"/api/v1/zones/{zone.pk}", draft_data() | {"revision": 1}),
        send(client, "post", f"/api/v1/zones/{zone.pk}/publish", {"revision": 1}),
        send(client, "post", f"/api/v1/zones/{zone.pk}/retire", {"revision": 1}),
        client.get(f"/api/v1/zones/{zone.pk}/draft"),
    ]
    assert [answer.status_code for answer in answers] == [403] * 5


def test_writing_needs_the_form_token(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.dewi)
    assert send(client, "post", "/api/v1/zones", draft_data()).status_code == 403


def test_an_import_from_the_page_makes_drafts_and_says_what_it_repaired(world: World) -> None:
    bow_tie = '{"type":"Polygon","coordinates":[[[98.3,3.1],[98.4,3.2],[98.4,3.1],[98.3,3.2],[98.3,3.1]]]}'
    order = {"file_name": "x.geojson", "geojson": bow_tie, "purpose": "hazard", "kind": "flood"}
    answer = send(log_in(world.dewi), "post", "/api/v1/zones/import", order).json()
    assert (answer["created"], len(answer["mended"])) == (1, 1)


def test_the_catalogue_tells_the_public_of_public_sources_alone(world: World, client: Client) -> None:
    public = {source["id"] for source in client.get("/api/v1/layers").json()["layers"]}
    centre = {source["id"] for source in log_in(world.ani).get("/api/v1/layers").json()["layers"]}
    assert "zones" in public and "cameras" not in public and "cameras" in centre


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, 'Isian "Nama" harus diisi.'),
        ({"name": "x" * 161}, 'Isian "Nama" paling banyak 160 karakter.'),
        ({"level": 4}, 'Isian "Tingkat" paling banyak 3.'),
        ({"kind": "dragon"}, 'Isian "Jenis" berisi pilihan yang tidak ada.'),
        ({"valid_from": "besok"}, 'Isian "Berlaku mulai" harus berupa tanggal dan waktu.'),
        ({"colour": "red"}, 'Isian "colour" tidak dikenal di sini.'),
    ],
)
def test_it_says_in_indonesian_which_field_is_wrong(world: World, changes: dict[str, object], sentence: str) -> None:
    User.objects.filter(pk=world.dewi.pk).update(language="id")
    answer = send(log_in(world.dewi), "post", "/api/v1/zones", draft_data() | changes)
    error = answer.json()["error"]
    assert (answer.status_code, error["field"], error["message"]) == (422, next(iter(changes)), sentence)


def test_an_import_order_that_cannot_be_used_is_told_in_indonesian(world: World) -> None:
    order = {"file_name": "a.geojson", "geojson": "{}", "purpose": "hazard", "kind": "flood", "buffer_m": "lebar"}
    User.objects.filter(pk=world.dewi.pk).update(language="id")
    error = send(log_in(world.dewi), "post", "/api/v1/zones/import", order).json()["error"]
    assert error["message"] == 'Isian "Jari-jari untuk titik" harus berupa bilangan.'
