"""Keys of programs: they read what their person may see, and are gone when they are gone."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from people.actions.api_keys import make_key
from people.api_keys import hash_of
from people.models import ApiKey, AuditEntry, User
from tests.world import World

VEHICLES = "/api/v1/fleet/vehicles"


def ask(key: str, address: str = VEHICLES, client: Client | None = None) -> Any:
    return (client or Client()).get(address, headers={"authorization": f"Bearer {key}"})


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_key_reads_as_its_person_and_notes_the_day(world: World) -> None:
    made = make_key(world.ani, "figures", 30)
    assert ask(made.text).status_code == 200
    made.key.refresh_from_db()
    assert made.key.last_used_on == timezone.localdate()


def test_only_the_hash_is_kept(world: World) -> None:
    made = make_key(world.ani, "figures", 30)
    kept = ApiKey.objects.values().get()
    assert kept["key_hash"] == hash_of(made.text)
    assert made.text not in str(kept) + str(AuditEntry.objects.filter(action="api_key.make").values().get())


def test_it_rejects_a_key_that_is_unknown_revoked_over_or_of_nobody_active(world: World) -> None:
    made = make_key(world.ani, "figures", 30)
    key = ApiKey.objects.filter(pk=made.key.pk)
    assert ask("pantau_no").status_code == 401
    key.update(revoked_at=timezone.now())
    assert ask(made.text).status_code == 401
    key.update(revoked_at=None, created_at=timezone.now() - timedelta(days=9), expires_at=timezone.now())
    answer = ask(made.text)
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    key.update(expires_at=timezone.now() + timedelta(days=1))
    User.objects.filter(pk=world.ani.pk).update(is_active=False)
    assert ask(made.text).status_code == 401


def test_a_key_has_the_rights_of_its_person_now_whatever_session_comes_along(world: World) -> None:
    made = make_key(world.ani, "figures", 30)
    User.objects.filter(pk=world.ani.pk).update(role="field_staff")
    assert ask(made.text, client=logged_in(world.gita)).status_code == 403


def test_a_key_only_reads_and_only_the_api(world: World) -> None:
    made = make_key(world.dewi, "figures", 30)
    headers = {"authorization": f"Bearer {made.text}"}
    answer = Client().post("/api/v1/zones", {}, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "key_only_reads")
    assert ask(made.text, "/fleet/").status_code == 302


def test_the_page_shows_a_new_key_once(world: World) -> None:
    client = logged_in(world.budi)
    page = client.post("/people/keys/", {"name": "figures", "days": "90"})
    (key,) = ApiKey.objects.all()
    text = page.content.decode().partition('value="pantau_')[2].partition('"')[0]
    assert (key.user, key.key_hash) == (world.budi, hash_of(f"pantau_{text}"))
    assert page.headers["Cache-Control"] == "no-store"
    assert "pantau_" not in client.get("/people/keys/").content.decode().replace("Pantau", "")
    assert client.post("/people/keys/", {"name": "", "days": "90"}).status_code == 422
    assert client.post("/people/keys/", {"name": "figures", "days": "4000"}).status_code == 422


def test_one_revokes_the_own_keys_and_an_administrator_anybodys(world: World) -> None:
    made = make_key(world.ani, "figures", 30)
    address = f"/people/keys/{made.key.pk}/revoke/"
    logged_in(world.budi).post(address)
    assert ask(made.text).status_code == 200
    logged_in(world.gita).post(address)
    assert ask(made.text).status_code == 401
    entry = AuditEntry.objects.get(action="api_key.revoke")
    assert (entry.actor, entry.detail) == (world.gita, {"of": "ani"})


def test_who_may_see_nothing_makes_no_key(world: World) -> None:
    assert logged_in(world.fajar).get("/people/keys/").status_code == 403


def test_the_page_among_those_of_the_fleet_leads_back_to_the_fleet(world: World) -> None:
    client = logged_in(world.budi)
    made = client.post("/fleet/keys/", {"name": "figures", "days": "90"}).content.decode()
    assert 'href="/fleet/events/"' in made
    address = f"/fleet/keys/{ApiKey.objects.get().pk}/revoke/"
    assert address in made
    assert client.post(address)["Location"] == "/fleet/keys/"
    assert 'href="/fleet/keys/" aria-current="page"' in client.get("/fleet/keys/").content.decode()


def test_an_administrator_finds_the_keys_among_the_people_too(world: World) -> None:
    page = logged_in(world.gita).get("/people/keys/").content.decode()
    assert 'href="/people/agencies/"' in page
    assert 'href="/fleet/events/"' not in page
