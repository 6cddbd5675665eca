"""A flood is bounded, and the many people behind one address are not taken for one."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import Settings

from complaints.actions.surge_mode import begin_surge, end_surge
from complaints.intake import challenge
from complaints.models import Category, Complaint, HeldPhoto, SurgeMode
from kit.errors import BadInput, Conflict
from people.access import Denied
from people.models import AuditEntry
from tests.complaints.test_portal import photo
from tests.world import World

NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}


@pytest.fixture(autouse=True)
def _two_an_hour(settings: Settings) -> None:
    settings.PANTAU_COMPLAINTS_PER_HOUR = 2


def _phone_browser() -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.get("/pengaduan/")
    return client


def _send(client: Client, **changes: object) -> Any:
    values = {"form_token": str(uuid4()), "category": "jalan-rusak", "title": "Abu di jalan", **changes}
    return client.post("/pengaduan/", values)


def _solved(answer: Any) -> dict[str, object]:
    asked: challenge.Challenge = answer.context["challenge"]
    first, second = re.findall("|".join(NUMBERS), asked.question)
    return {"challenge_token": asked.token, "challenge_answer": str(NUMBERS[first] + NUMBERS[second])}


def test_many_people_behind_one_address_all_complaint(potholes: Category) -> None:
    assert [_send(_phone_browser()).status_code for _ in range(12)] == [302] * 12


def test_one_device_is_asked_a_question_and_then_taken_with_all_it_wrote(potholes: Category) -> None:
    client = _phone_browser()
    assert [_send(client).status_code for _ in range(2)] == [302, 302]
    token = str(uuid4())
    asked = _send(client, form_token=token, description="Sejak pagi", photo=photo())
    page = asked.content.decode()
    assert (asked.status_code, HeldPhoto.objects.count()) == (429, 1)
    assert "Sejak pagi" in page and 'href="tel:112"' in page
    taken = _send(client, form_token=token, description="Sejak pagi", **_solved(asked))
    assert taken.status_code == 302
    assert Complaint.objects.get(form_token=token).photos.count() == 1


def test_an_answer_counts_once_and_a_wrong_one_never(potholes: Category) -> None:
    client = _phone_browser()
    asked = [_send(client) for _ in range(3)][-1]
    right = _solved(asked)
    wrong = _send(client, **{**right, "challenge_answer": "99"})
    assert wrong.status_code == 429
    assert "challenge-error" in wrong.content.decode() and "challenge-error" not in asked.content.decode()
    assert _send(client, **{**right, "challenge_token": "x"}).status_code == 429
    assert _send(client, **right).status_code == 302
    assert _send(client, **right).status_code == 429


def test_one_telephone_number_is_one_person_on_any_device(potholes: Category) -> None:
    spellings = ["0812 3456 7890", "+62 812-3456-7890", "0812.3456.7890"]
    assert [_send(_phone_browser(), phone=phone).status_code for phone in spellings] == [302, 302, 429]


def test_a_forged_mark_and_no_mark_count_by_address(potholes: Category) -> None:
    statuses = []
    for number in range(4):
        client = Client()
        if number % 2:
            client.cookies["pantau_device"] = f"forged:{number}"
        statuses.append(_send(client).status_code)
    assert statuses == [302, 302, 429, 429]


def test_beyond_what_many_people_send_nobody_is_asked_but_told_whom_to_call(
    potholes: Category, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("complaints.intake.rate.PEOPLE_PER_ADDRESS", 2)
    answers = [_send(_phone_browser(), description="Sejak pagi") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [302] * 4 + [429]
    page = answers[-1].content.decode()
    assert "challenge_token" not in page
    assert 'href="tel:112"' in page and "Sejak pagi" in page


def test_a_declared_surge_raises_the_limits_until_it_ends(world: World, potholes: Category) -> None:
    client = _phone_browser()
    assert [_send(client).status_code for _ in range(3)] == [302, 302, 429]
    begin_surge(world.slamet, reason="Erupsi Sinabung", hours=6)
    assert [_send(client).status_code for _ in range(6)] == [302] * 6
    desk = Client()
    desk.force_login(world.ani)
    assert "Erupsi Sinabung" in desk.get("/desk/").content.decode()
    end_surge(world.slamet)
    assert _send(client).status_code == 429
    SurgeMode.objects.update(started_at="2026-11-30T02:00Z", ended_at="2026-11-30T05:30Z")
    desk.force_login(world.slamet)
    assert re.search(r"09:00 WIB – 30 \w+ 2026, 12:30 WIB", desk.get("/desk/surge/").content.decode())
    actions = set(AuditEntry.objects.filter(action__startswith="surge_mode").values_list("action", flat=True))
    assert actions == {"surge_mode.begin", "surge_mode.end"}


def test_surge_mode_needs_a_supervisor_a_reason_and_an_end(world: World) -> None:
    for reason, hours in (("", 6), ("\u200b", 6), ("Erupsi", None), ("Erupsi", 0), ("Erupsi", 73)):
        with pytest.raises(BadInput):
            begin_surge(world.slamet, reason=reason, hours=hours)
    with pytest.raises(Denied):
        begin_surge(world.ani, reason="Erupsi", hours=6)
    begin_surge(world.slamet, reason="Erupsi", hours=6)
    with pytest.raises(Conflict):
        begin_surge(world.slamet, reason="Erupsi lagi", hours=6)
