"""Guesses at passwords are counted before the password is looked at, by the address that really connects."""

import threading

import pytest
from django.db import connection
from django.test import Client

from kit.models import RateLimit
from people import login
from people.models import AuditEntry, User
from tests.world import PASSWORD, World


def guess(name: str, address: str, times: int = 1, **headers: str) -> None:
    client = Client(REMOTE_ADDR=address)
    for _number in range(times):
        client.post("/login/", {"username": name, "password": "wrong"}, **headers)  # type: ignore[arg-type]


def tries() -> int:
    return AuditEntry.objects.filter(action="login.failed").count()


@pytest.mark.django_db(transaction=True)
def test_no_more_than_eight_guesses_pass_however_many_come_at_once() -> None:
    User.objects.create_user(username="ani", password=PASSWORD, role="operator")
    barrier = threading.Barrier(12)

    def attempt() -> None:
        try:
            barrier.wait(10)
            guess("ani", "10.1.1.1", 2)
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert tries() == login.FAILURES_PER_NAME_AND_ADDRESS


def test_headers_of_the_client_give_it_no_new_address(world: World) -> None:
    for number in range(12):
        guess("ani", "10.1.1.1", HTTP_X_FORWARDED_FOR=f"10.9.9.{number}", HTTP_X_REAL_IP=f"10.9.9.{number}")
    assert tries() == login.FAILURES_PER_NAME_AND_ADDRESS


def test_right_passwords_of_a_whole_agency_behind_one_address_are_not_counted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(login, "FAILURES_PER_ADDRESS", 3)
    for user in world.everyone:
        client = Client(REMOTE_ADDR="10.1.1.1")
        client.post("/login/", {"username": user.username, "password": PASSWORD})
        assert "_auth_user_id" in client.session


def test_a_refused_attempt_says_how_long_to_wait_and_is_charged_to_nobody(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(login, "FAILURES_PER_ADDRESS", 2)
    guess("ani", "10.1.1.1")
    guess("slamet", "10.1.1.1")
    before = sorted(RateLimit.objects.values_list("full_at"))
    page = Client(REMOTE_ADDR="10.1.1.1").post("/login/", {"username": "gita", "password": PASSWORD})
    assert "Tunggu 8 menit" in page.content.decode()
    after = sorted(RateLimit.objects.values_list("full_at"))
    assert set(before) <= set(after)
