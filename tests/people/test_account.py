"""My account: the own password, the own sessions, and what others changed."""

import re

import pytest
from django.conf import settings
from django.test import Client

from people.actions.api_keys import make_key
from people.models import ApiKey, AuditEntry, Session
from people.sessions import is_live
from tests.people.test_sessions import FIREFOX, key_of, logged_in
from tests.world import PASSWORD, World

NEW = "sinabung-sibayak-2027"


def change(client: Client, **fields: str) -> int:
    data = {"present": PASSWORD, "new": NEW, "again": NEW, **fields}
    return client.post("/account/password/", data).status_code


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("id").values_list("action", flat=True))


@pytest.mark.parametrize("name", ["ani", "slamet", "budi", "dewi", "eka", "fajar", "gita"])
def test_everybody_may_change_the_own_password(world: World, name: str) -> None:
    client = logged_in(getattr(world, name))
    assert client.get("/account/").status_code == 200
    assert change(client) == 302
    assert client.get("/account/").status_code == 200
    assert Client().login(username=name, password=NEW)
    assert not Client().login(username=name, password=PASSWORD)


def test_a_new_password_ends_all_other_sessions_and_gives_this_one_a_new_key(world: World) -> None:
    here, elsewhere = logged_in(world.ani), logged_in(world.ani, "10.9.9.9")
    strangers, before = logged_in(world.slamet), key_of(here)
    assert change(here) == 302
    assert [is_live(key, world.ani.pk) for key in (before, key_of(elsewhere), key_of(here))] == [False, False, True]
    assert is_live(key_of(strangers), world.slamet.pk)
    assert "password.change" in actions()


@pytest.mark.parametrize(("offered", "left"), [({}, 1), ({"keys_too": "on"}, 0)])
def test_keys_go_with_the_password_when_one_says_so(world: World, offered: dict[str, str], left: int) -> None:
    make_key(world.ani, "dispatch", 30)
    assert change(logged_in(world.ani), **offered) == 302
    assert ApiKey.objects.filter(revoked_at=None).count() == left


@pytest.mark.parametrize(
    "mistake",
    [
        {"present": "wrong"},
        {"again": "another-one-2027"},
        {"new": "short", "again": "short"},
        {"present": ""},
        {"new": PASSWORD, "again": PASSWORD},
    ],
)
def test_a_mistake_changes_nothing(world: World, mistake: dict[str, str]) -> None:
    client = logged_in(world.ani)
    assert change(client, **mistake) == 422
    assert Client().login(username="ani", password=PASSWORD)
    assert client.get("/account/").status_code == 200


def test_the_first_field_that_is_wrong_has_the_focus(world: World) -> None:
    data = {"present": PASSWORD, "new": "short", "again": "short"}
    page = logged_in(world.ani).post("/account/password/", data).content.decode()
    assert re.findall(r'name="(\w+)"[^>]* autofocus', page) == ["new"]


def test_the_present_password_cannot_be_guessed_on_an_open_screen(world: World) -> None:
    client = logged_in(world.ani)
    for _number in range(9):
        change(client, present="wrong")
    assert change(client) == 422
    assert actions().count("password.failed") == 8


def test_sessions_are_listed_by_device_and_ended_one_by_one(world: World) -> None:
    here, phone = logged_in(world.ani, agent="Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0 Safari/537.36"), None
    phone = logged_in(world.ani, "10.9.9.9", FIREFOX)
    page = here.get("/account/").content.decode()
    assert "Chrome, Linux" in page and "Firefox, Android" in page and "10.9.9.9" in page
    assert key_of(phone) not in page and key_of(here) not in page
    reference = Session.objects.get(session_key=key_of(phone)).reference
    here.post(f"/account/sessions/{reference}/end/")
    assert phone.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200
    assert "session.end" in actions()


def test_nobody_ends_the_session_of_somebody_else(world: World) -> None:
    ani, slamet = logged_in(world.ani), logged_in(world.slamet)
    reference = Session.objects.get(session_key=key_of(slamet)).reference
    ani.post(f"/account/sessions/{reference}/end/")
    ani.post("/account/sessions/end-others/")
    assert slamet.get("/account/").status_code == 200


def test_all_other_sessions_end_at_once(world: World) -> None:
    here, others = logged_in(world.ani), [logged_in(world.ani, f"10.9.9.{number}") for number in range(3)]
    here.post("/account/sessions/end-others/")
    assert [client.get("/account/").status_code for client in others] == [302, 302, 302]
    assert here.get("/account/").status_code == 200


def test_logging_out_is_in_the_audit_trail(world: World) -> None:
    client = logged_in(world.ani)
    client.post("/logout/")
    assert actions() == ["login", "logout"]
    assert not client.cookies[settings.SESSION_COOKIE_NAME].value
