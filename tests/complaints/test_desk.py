"""The desk's pages, without a browser."""

import re

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from complaints.actions.forward import forward
from complaints.actions.verify import verify
from complaints.models import Complaint, Status
from people.models import User
from tests.complaints.conftest import Submit
from tests.world import World


def test_the_inbox_costs_the_same_however_full_it_is(
    client: Client, world: World, send: Submit, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(15):
        send()
    client.force_login(world.ani)
    with django_assert_max_num_queries(7):  # session, user, counts, complaints, categories, agencies, surge mode
        client.get("/desk/?queue=new")


def test_a_step_leads_back_to_the_list_as_it_was(client: Client, world: World, send: Submit) -> None:
    code = send().complaint.tracking_code
    client.force_login(world.ani)
    answer = client.post(f"/desk/{code}/verify/", {"version": "1", "inbox": "queue=new&q=lubang"})
    assert answer["location"] == f"/desk/?queue=new&q=lubang&complaint={code}"


def test_a_step_that_fails_loses_no_word(client: Client, world: World, send: Submit) -> None:
    code = send().complaint.tracking_code
    verify(code, world.slamet)
    client.force_login(world.ani)
    answer = client.post(f"/desk/{code}/reject/", {"version": "1", "reason": "Kembar dengan pengaduan kemarin"})
    assert answer.status_code == 409
    assert "Kembar dengan pengaduan kemarin" in answer.content.decode()


def test_the_words_are_kept_even_when_the_step_is_no_longer_there(client: Client, world: World, send: Submit) -> None:
    code = send().complaint.tracking_code
    client.force_login(world.ani)
    Complaint.objects.update(status=Status.CLOSED)
    answer = client.post(f"/desk/{code}/reject/", {"version": "1", "reason": "Kembar dengan pengaduan kemarin"})
    assert "Kembar dengan pengaduan kemarin" in answer.content.decode()


def test_the_list_alone_comes_when_the_list_is_asked_for(client: Client, world: World, send: Submit) -> None:
    send()
    client.force_login(world.ani)
    text = client.get("/desk/", headers={"HX-Target": "inbox"}).content.decode()
    assert 'id="inbox"' in text
    assert "<html" not in text


def test_routing_proposes_the_agency(client: Client, world: World, send: Submit) -> None:
    code = send().complaint.tracking_code
    verify(code, world.ani)
    client.force_login(world.ani)
    page = client.get(f"/desk/{code}/")
    assert page.context["suggested_agency"] == world.roads


def test_a_call_is_recorded_with_its_channel(client: Client, world: World, send: Submit) -> None:
    client.force_login(world.ani)
    token = "7f1c7e64-6a0e-4b8a-9d7e-0a3d8a4d9f11"
    values = {"form_token": token, "channel": "phone", "category": "jalan-rusak", "title": "Lubang besar"}
    client.post("/desk/new/", values)
    complaint = Complaint.objects.get()
    assert (complaint.channel, complaint.transitions.get().actor) == ("phone", world.ani)


@pytest.mark.parametrize(
    ("language", "hints", "to_citizens"),
    [
        (
            "en",
            ("do not learn who the caller is", "the caller says", "Ask since when"),
            ("who you are", "you write"),
        ),
        (
            "id",
            ("tidak tahu siapa penelepon", "Keterangan penelepon", "Tanyakan"),
            ("siapa Anda", "Tulisan Anda"),
        ),
    ],
)
def test_the_hints_of_the_call_form_speak_to_the_operator(
    client: Client, world: World, language: str, hints: tuple[str, ...], to_citizens: tuple[str, ...]
) -> None:
    client.cookies["django_language"] = language
    client.force_login(world.ani)
    page = client.get("/desk/new/").content.decode()
    assert [text for text in hints if text not in page] == []
    assert [text for text in to_citizens if text in page] == []
    assert not re.search(r'autocomplete="(name|tel|email)"', page), "the operator's own data"


def test_an_officer_is_offered_the_own_steps_only(client: Client, world: World, send: Submit) -> None:
    code = send().complaint.tracking_code
    verify(code, world.ani)
    forward(code, world.ani, instruction="Tambal")
    client.force_login(world.budi)
    steps = client.get(f"/desk/{code}/").context["steps"]
    assert [step.value for step in steps] == ["start", "assign", "return", "postpone"]


def test_a_step_sent_after_the_session_ended_leads_to_the_case(client: Client, world: World, send: Submit) -> None:
    code = send().complaint.tracking_code
    client.force_login(world.ani)
    assert client.get(f"/desk/{code}/reject/")["location"] == f"/desk/{code}/"


@pytest.mark.parametrize("name", ["ani", "slamet", "gita"])
def test_the_centres_people_get_the_centres_desk_also_with_an_agency(client: Client, world: World, name: str) -> None:
    user = getattr(world, name)
    User.objects.filter(pk=user.pk).update(agency=world.roads)
    client.force_login(user)
    page = client.get("/desk/?queue=route")
    assert page.status_code == 200
    assert page.context["centre"] is True
    assert list(page.context["agencies"])
    assert len(page.context["queues"]) == 6


def test_an_unknown_queue_leads_to_all_complaints_and_says_so(client: Client, world: World) -> None:
    client.force_login(world.ani)
    page = client.get("/desk/?queue=zzz&q=lubang", follow=True)
    assert page.redirect_chain == [("/desk/?q=lubang", 302)]
    assert "zzz" in page.content.decode()


def test_an_unknown_priority_is_refused_at_the_desk(client: Client, world: World) -> None:
    client.force_login(world.ani)
    assert client.get("/desk/?priority=zzz").status_code == 400


@pytest.mark.parametrize(
    "damage",
    [
        "status = 'bogus'",
        "priority = 'bogus'",
        "complaint_class = 'bogus'",
        "channel = 'bogus'",
        "title = ''",
        "point = ST_GeomFromText('POINT(NaN 3)', 4326)",
        "point = ST_GeomFromText('POINT(98 91000)', 4326)",
    ],
)
def test_a_damaged_complaint_takes_no_list_and_no_other_case_down(world: World, send: Submit, damage: str) -> None:
    with connection.cursor() as cursor:
        for name in ("status", "priority", "class", "channel"):
            cursor.execute(f"ALTER TABLE complaints_complaint DROP CONSTRAINT complaint_{name}_is_known")
    good, bad = send(title="Bagus sekali").complaint, send().complaint
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE complaints_complaint SET {damage} WHERE id = %s", [bad.pk])
    client = Client()
    client.force_login(world.ani)
    for path in (
        "/desk/",
        "/api/v1/complaints",
        f"/desk/?complaint={good.tracking_code}",
        f"/desk/{good.tracking_code}/",
    ):
        assert "Bagus sekali" in client.get(path).content.decode(), path
    assert client.get("/").status_code == 200
