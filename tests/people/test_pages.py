"""The administrator's pages, the audit trail, and the login that slows down guessing."""

import pytest
from django.test import Client

from people.models import AuditEntry, User
from tests.world import PASSWORD, World


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def fields(**changes: str) -> dict[str, str]:
    return {
        "username": "hendra",
        "first_name": "Hendra",
        "last_name": "",
        "email": "",
        "role": "operator",
        "agency": "",
        "language": "id",
        "is_active": "on",
        "password": PASSWORD,
        **changes,
    }


def test_an_administrator_adds_a_person_who_can_then_log_in(world: World) -> None:
    assert as_user(world.gita).post("/people/new/", fields()).status_code == 302
    assert Client().login(username="hendra", password=PASSWORD)
    entry = AuditEntry.objects.get(action="user.create")
    assert (entry.actor, entry.object_label) == (world.gita, "Hendra")
    assert PASSWORD not in str(entry.detail)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"username": "ani"}, "username"),
        ({"role": "regent"}, "role"),
        ({"password": "short"}, "password"),
        ({"password": ""}, "password"),
    ],
)
def test_a_mistake_is_shown_at_its_field_and_nothing_is_written(
    world: World, changes: dict[str, str], field: str
) -> None:
    response = as_user(world.gita).post("/people/new/", fields(**changes))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert User.objects.filter(username=changes.get("username", "hendra"), first_name="Hendra").count() == 0


def test_an_officer_without_an_agency_is_refused_in_words(world: World) -> None:
    response = as_user(world.gita).post("/people/new/", fields(role="agency_officer"))
    assert response.status_code == 422
    assert "An agency officer needs an agency." in response.content.decode()


def test_an_administrator_cannot_lock_the_last_listener_behind_oneself(world: World) -> None:
    data = fields(username="gita", first_name="Gita", role="operator", password="")
    response = as_user(world.gita).post(f"/people/{world.gita.pk}/", data)
    assert response.status_code == 422
    world.gita.refresh_from_db()
    assert world.gita.role == "administrator"


@pytest.mark.parametrize("path", ["/people/", "/people/new/", "/audit/"])
def test_only_those_of_the_table_open_these_pages(world: World, path: str) -> None:
    allowed = {user.username for user in world.everyone if as_user(user).get(path).status_code == 200}
    assert allowed == ({"slamet", "gita"} if path == "/audit/" else {"gita"})
    assert Client().get(path).status_code == 302


def test_the_audit_trail_is_filtered_and_exported_without_formulas(world: World) -> None:
    as_user(world.gita).post(f"/people/{world.ani.pk}/", fields(username="ani", first_name="=cmd", password=""))
    client = as_user(world.slamet)
    page = client.get("/audit/", {"action": "user.change"})
    assert [entry.action for entry in page.context["entries"]] == ["user.change"]
    assert ">User changed</option>" in page.content.decode()
    export = b"".join(client.get("/audit/", {"format": "csv"}).streaming_content).decode()  # type: ignore[attr-defined]
    assert export.startswith("\ufeff") and "'=cmd" in export
    assert AuditEntry.objects.filter(action="audit.export", actor=world.slamet).exists()


def test_guessing_a_password_is_stopped_and_recorded(world: World) -> None:
    client = Client()
    for _ in range(8):
        client.post("/login/", {"username": "ani", "password": "wrong"})
    response = client.post("/login/", {"username": "ani", "password": PASSWORD})
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session
    assert AuditEntry.objects.filter(action="login.failed").count() == 8
    other = Client()
    other.post("/login/", {"username": "slamet", "password": PASSWORD})
    assert other.session["_auth_user_id"] == str(world.slamet.pk)


def fail(name: str, times: int, address: str) -> None:
    client = Client(REMOTE_ADDR=address)
    for _ in range(times):
        client.post("/login/", {"username": name, "password": "wrong"})


def logs_in(name: str, address: str) -> bool:
    client = Client(REMOTE_ADDR=address)
    client.post("/login/", {"username": name, "password": PASSWORD})
    return "_auth_user_id" in client.session


def test_nobody_can_lock_an_operator_out_from_elsewhere(world: World) -> None:
    assert logs_in("ani", "10.1.1.1")
    for place in range(13):
        fail("ani", 8, f"10.9.9.{place}")
    assert logs_in("ani", "10.1.1.1")
    assert not logs_in("ani", "10.9.9.200")


@pytest.mark.parametrize("form", ["", "csv"])
def test_a_filter_that_cannot_be_read_shows_nothing(world: World, form: str) -> None:
    response = as_user(world.slamet).get("/audit/", {"day": "zzz", "format": form})
    assert response.status_code == 422
    assert list(response.context["entries"]) == []


def test_field_staff_land_on_their_own_page_which_says_what_they_may_do(world: World) -> None:
    page = as_user(world.fajar).get("/start/", follow=True)
    assert page.redirect_chain == [("/field/", 302)]
    assert "assigned to you" in page.content.decode()
