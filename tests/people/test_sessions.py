"""Sessions: who is logged in where, for how long, and how a session ends."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from people.models import Session, User
from people.sessions import is_live, sessions_valid
from people.tasks import delete_ended_sessions
from tests.world import PASSWORD, World

FIREFOX = "Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0"


def logged_in(user: User, address: str = "10.1.1.1", agent: str = FIREFOX) -> Client:
    client = Client(REMOTE_ADDR=address, HTTP_USER_AGENT=agent)
    client.post("/login/", {"username": user.username, "password": PASSWORD})
    return client


def key_of(client: Client) -> str:
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def age(client: Client, *, unused: timedelta = timedelta(), made: timedelta = timedelta()) -> None:
    """As if the session had been made and last used so long ago."""
    row = Session.objects.get(session_key=key_of(client))
    row.created_at -= made
    row.last_seen -= unused
    row.expire_date -= unused
    row.save()


def answers(client: Client) -> bool:
    return client.get("/start/")["location"] != "/login/?next=/start/"


def test_a_session_says_whose_it_is_from_where_and_with_what(world: World) -> None:
    row = Session.objects.get(session_key=key_of(logged_in(world.ani)))
    assert (row.user, row.address, row.agent) == (world.ani, "10.1.1.1", FIREFOX)


def test_logging_in_gives_a_new_key(world: World) -> None:
    client = logged_in(world.ani)
    before = key_of(client)
    client.post("/logout/")
    client.post("/login/", {"username": "ani", "password": PASSWORD})
    assert key_of(client) != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_visitors_key_does_not_become_a_users(world: World) -> None:
    client = Client()
    session = client.session
    session["seen"] = 1
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    client.post("/login/", {"username": "ani", "password": PASSWORD})
    assert key_of(client) != session.session_key


def test_a_session_ends_when_nobody_has_used_it_for_twelve_hours(world: World) -> None:
    client = logged_in(world.ani)
    age(client, unused=timedelta(hours=11, minutes=59))
    assert answers(client)
    age(client, unused=timedelta(hours=12, minutes=1))
    assert not answers(client)


def test_use_moves_the_idle_limit_but_never_beyond_fourteen_days(world: World) -> None:
    client = logged_in(world.ani)
    age(client, unused=timedelta(hours=6), made=timedelta(days=13, hours=20))
    assert answers(client)
    row = Session.objects.get(session_key=key_of(client))
    assert timedelta(hours=3) < row.expire_date - timezone.now() < timedelta(hours=5)


def test_writing_to_a_session_forgets_nothing_of_it(world: World) -> None:
    client = logged_in(world.ani)
    age(client, made=timedelta(days=13, hours=20))
    before = Session.objects.get(session_key=key_of(client))
    session = client.session
    session["anything"] = 1
    session.save()
    after = Session.objects.get(session_key=key_of(client))
    assert (after.reference, after.created_at, after.agent) == (before.reference, before.created_at, before.agent)
    assert after.expire_date <= after.created_at + timedelta(days=14)


def test_requests_in_the_same_minute_write_nothing(world: World) -> None:
    client = logged_in(world.ani)
    before = Session.objects.get(session_key=key_of(client)).last_seen
    client.get("/start/")
    assert Session.objects.get(session_key=key_of(client)).last_seen == before


def test_an_open_wall_stays_logged_in_over_night(world: World) -> None:
    client = logged_in(world.ani)
    age(client, unused=timedelta(hours=11))
    pair = (key_of(client), world.ani.pk)
    assert sessions_valid([pair]) == {pair}
    row = Session.objects.get(session_key=key_of(client))
    assert row.expire_date - timezone.now() > timedelta(hours=11)


def test_only_pairs_that_belong_together_are_valid(world: World) -> None:
    ani, slamet = key_of(logged_in(world.ani)), key_of(logged_in(world.slamet))
    right = {(ani, world.ani.pk), (slamet, world.slamet.pk)}
    wrong = {(ani, world.slamet.pk), ("", world.ani.pk), ("unknown", world.ani.pk)}
    assert sessions_valid(right | wrong) == right


@pytest.mark.parametrize("cause", ["logout", "password", "switched off", "idle"])
def test_a_socket_learns_that_its_session_is_over(world: World, cause: str) -> None:
    client = logged_in(world.ani)
    key = key_of(client)
    assert is_live(key, world.ani.pk)
    if cause == "logout":
        client.post("/logout/")
    elif cause == "password":
        world.ani.set_password("another-password-2026")
        world.ani.save()
    elif cause == "switched off":
        world.ani.is_active = False
        world.ani.save()
    else:
        age(client, unused=timedelta(hours=13))
    assert not is_live(key, world.ani.pk)


def test_ended_sessions_are_deleted_by_the_worker(world: World) -> None:
    client = logged_in(world.ani)
    logged_in(world.slamet)
    age(client, unused=timedelta(hours=13))
    delete_ended_sessions(0)
    assert [row.user for row in Session.objects.all()] == [world.slamet]
