"""No administrator alone gets into an account that reads hidden reporters, or into one that confirms such accounts."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from people.access import Role
from people.actions.account_change import PROTECTED
from people.actions.api_keys import make_key
from people.models import AccountChange, ApiKey, AuditEntry, User
from people.models.account_change import State
from tests.people.test_pages import as_user, fields
from tests.people.test_sessions import key_of, logged_in
from tests.world import PASSWORD, World

NEW = "sinabung-sibayak-2027"


@pytest.fixture
def centre(world: World) -> World:
    """A centre that works: its people have logged in before."""
    User.objects.update(last_login=timezone.now())
    return world


def save(actor: User, user: User | None = None, **changes: Any) -> int:
    if user is None:
        return as_user(actor).post("/people/new/", fields(**changes)).status_code
    present = {"username": user.username, "first_name": user.first_name, "role": user.role, "password": ""}
    agency = str(user.agency_id or "")
    return as_user(actor).post(f"/people/{user.pk}/", fields(**{**present, "agency": agency, **changes})).status_code


def may_log_in(name: str, password: str = PASSWORD) -> bool:
    return Client().login(username=name, password=password)


def decide(actor: User, verb: str = "confirm") -> None:
    change = AccountChange.objects.get(state=State.OPEN)
    as_user(actor).post(f"/people/changes/{change.pk}/{verb}/")


def test_the_protected_roles_are_those_that_read_hidden_reporters_or_confirm() -> None:
    assert {Role.OPERATOR, Role.SUPERVISOR, Role.ADMINISTRATOR} == PROTECTED


@pytest.mark.parametrize("role", sorted(PROTECTED))
def test_a_new_account_of_such_a_role_opens_when_a_second_person_confirms(centre: World, role: str) -> None:
    assert save(centre.gita, role=role) == 302
    assert not may_log_in("hendra")
    decide(centre.slamet)
    assert may_log_in("hendra")
    assert User.objects.get(username="hendra").role == role
    confirmed = AuditEntry.objects.get(action="user.change_confirmed")
    assert (confirmed.actor, confirmed.detail["requested_by"]) == (centre.slamet, "gita")


@pytest.mark.parametrize("role", ["planner", "executive", "field_staff"])
def test_other_accounts_need_one_person(centre: World, role: str) -> None:
    save(centre.gita, role=role)
    assert may_log_in("hendra")


def test_an_operators_new_password_waits_and_the_old_one_holds_until_then(centre: World) -> None:
    save(centre.gita, centre.ani, password=NEW)
    assert may_log_in("ani") and not may_log_in("ani", NEW)
    decide(centre.slamet)
    assert may_log_in("ani", NEW) and not may_log_in("ani")
    assert not AccountChange.objects.exclude(password="").exists()


def test_a_role_waits_while_the_rest_of_the_form_is_written(centre: World) -> None:
    save(centre.gita, centre.dewi, role="operator", first_name="Dewi Lestari", password=NEW)
    centre.dewi.refresh_from_db()
    assert (centre.dewi.role, centre.dewi.first_name) == ("planner", "Dewi Lestari")
    assert may_log_in("dewi") and not may_log_in("dewi", NEW)
    decide(centre.slamet)
    centre.dewi.refresh_from_db()
    assert centre.dewi.role == "operator"
    assert may_log_in("dewi", NEW)


def test_switching_an_operator_on_again_needs_a_second_person_and_off_does_not(centre: World) -> None:
    save(centre.gita, centre.ani, is_active="")
    assert not may_log_in("ani")
    save(centre.gita, centre.ani, password=NEW, is_active="")
    save(centre.gita, centre.ani)
    assert not may_log_in("ani", NEW)
    decide(centre.slamet)
    assert may_log_in("ani", NEW)


def test_taking_such_a_role_away_needs_one_person(centre: World) -> None:
    save(centre.gita, centre.ani, role="planner")
    centre.ani.refresh_from_db()
    assert centre.ani.role == "planner"


def test_neither_who_asked_nor_whose_account_it_is_confirms(centre: World) -> None:
    save(centre.gita, centre.slamet, password=NEW)
    for actor in (centre.gita, centre.slamet, centre.ani, centre.budi, centre.dewi):
        decide(actor)
    assert may_log_in("slamet") and not may_log_in("slamet", NEW)
    change = AccountChange.objects.get()
    assert change.state == State.OPEN
    with pytest.raises(IntegrityError):
        AccountChange.objects.filter(pk=change.pk).update(
            state=State.APPLIED, decided_by=change.requested_by, password=""
        )


def test_a_refused_change_leaves_no_password_behind(centre: World) -> None:
    save(centre.gita)
    decide(centre.slamet, "refuse")
    assert not may_log_in("hendra")
    change = AccountChange.objects.get()
    assert (change.state, change.password) == (State.REFUSED, "")
    decided_twice = as_user(centre.slamet).post(f"/people/changes/{change.pk}/confirm/", follow=True)
    assert "has been decided already" in decided_twice.content.decode()
    assert not may_log_in("hendra")


def test_a_later_request_replaces_the_earlier_one(centre: World) -> None:
    save(centre.gita, centre.ani, password="first-password-2027")
    save(centre.gita, centre.ani, password=NEW)
    decide(centre.slamet)
    assert may_log_in("ani", NEW)
    assert sorted(AccountChange.objects.values_list("state", flat=True)) == [State.APPLIED, State.REFUSED]


def test_a_new_password_from_the_administrator_ends_sessions_and_keys(centre: World) -> None:
    client = logged_in(centre.dewi)
    make_key(centre.dewi, "planner", 30)
    save(centre.gita, centre.dewi, password=NEW)
    assert client.get("/account/").status_code == 302
    assert not ApiKey.objects.filter(revoked_at=None).exists()


def test_switching_off_ends_sessions(centre: World) -> None:
    client = logged_in(centre.dewi)
    save(centre.gita, centre.dewi, is_active="")
    assert key_of(client)
    assert client.get("/account/").status_code == 302


def test_the_owner_is_told_at_every_login_for_a_month(centre: World) -> None:
    save(centre.gita, centre.ani, password=NEW)
    decide(centre.slamet)
    User.objects.filter(pk=centre.ani.pk).update(date_joined=timezone.now() - timedelta(days=90))
    for _number in range(2):
        client = Client()
        page = client.post("/login/", {"username": "ani", "password": NEW}, follow=True).content.decode()
        assert "Gita dan Slamet" in page
    assert "Gita dan Slamet" in client.get("/account/").content.decode()


def test_who_may_confirm_is_told_that_something_waits(centre: World) -> None:
    save(centre.gita)
    page = Client().post("/login/", {"username": "slamet", "password": PASSWORD}, follow=True).content.decode()
    assert "waits for your confirmation" in page


def test_an_empty_centre_needs_no_second_person_until_somebody_else_has_logged_in(world: World) -> None:
    save(world.gita)
    assert may_log_in("hendra")
    save(world.gita, username="iwan")
    assert not may_log_in("iwan")


def test_the_only_administrator_asks_whoever_operates_the_server(centre: World) -> None:
    User.objects.filter(pk=centre.slamet.pk).update(is_active=False)
    save(centre.gita)
    assert not may_log_in("hendra")
    call_command("confirm_account_change", "hendra")
    assert may_log_in("hendra")
    entry = AuditEntry.objects.get(action="user.change_confirmed")
    assert (entry.actor, entry.detail["by"]) == (None, "command line")
    with pytest.raises(CommandError):
        call_command("confirm_account_change", "hendra")


def test_the_own_password_is_not_changed_on_the_administrators_page(centre: World) -> None:
    assert save(centre.gita, centre.gita, password=NEW) == 422
    assert may_log_in("gita")
