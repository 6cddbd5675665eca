"""Every address that once answered answers still: links, bookmarks, printed codes and programmes hold them."""

import re
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import resolve

from complaints.actions.submit import Receipt, submit
from complaints.errors import StepNotAllowed
from complaints.intake.submission import parse_submission
from complaints.models import Category, Channel, Complaint
from people.models import User
from tests.architecture.test_permission_before_parsing import address
from tests.architecture.test_permission_matrix import READERS, WRITERS
from tests.world import World

# "METHOD route", as the resolver of the commit d8e36a5 had them, before a citizen's message was called a complaint.
FORMER: Final = [
    tuple(line.split(" ")) for line in (Path(__file__).parent / "former_addresses.txt").read_text().splitlines()
]
WANTS_A_KEY: Final = {"status/<str:code>/kata/", "pengaduan/terkirim/<str:code>/"}
TOLD: Final = {"category": "jalan", "title": "Lubang di jalan", "lon": 98.49, "lat": 3.1}


@pytest.fixture
def receipt(world: World) -> Receipt:
    """Of a complaint that a citizen has sent."""
    Category.objects.create(code="jalan", name="Jalan", default_agency=world.roads)
    return submit(parse_submission(TOLD), Channel.PORTAL)


def test_the_list_is_whole() -> None:
    assert len(FORMER) > 120
    assert {("GET", "lapor/"), ("POST", "lapor/"), ("GET", "status/<str:code>/")} <= set(FORMER)


@pytest.mark.parametrize(("method", "route"), FORMER)
def test_it_answers(world: World, objects: dict[str, str | int], method: str, route: str) -> None:
    """Whoever of the cast may use it gets an answer about it; one without a token or a key only comes to its view."""
    known = {**objects, "z": 9, "x": 396, "y": 251}
    path = address(route, known)
    assert resolve(path)
    people = [None, *(person for person in world.everyone if person.username in (READERS | WRITERS)[route])]
    answers = {client_of(person).generic(method, path).status_code for person in people}
    nameless = {name for name in re.findall(r"<\w+:(\w+)>", route) if name not in known}
    refused = {405, 500} if nameless or route in WANTS_A_KEY else {404, 405, 500}
    assert answers - refused, answers


def client_of(person: User | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def test_the_form_of_before_leads_to_todays_with_its_query(receipt: Receipt) -> None:
    answer = Client().get("/lapor/?category=jalan")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/pengaduan/?category=jalan")
    assert Client().get(answer.headers["Location"]).status_code == 200


def test_a_page_that_was_open_before_sends_its_complaint(receipt: Receipt) -> None:
    answer = Client().post(
        "/lapor/", {**TOLD, "title": "Lampu padam", "form_token": "00000000-0000-4000-8000-000000000000"}
    )
    assert answer.status_code == 302
    assert Complaint.objects.filter(title="Lampu padam").count() == 1
    assert Client().get(answer.headers["Location"]).status_code == 200


def test_the_receipt_of_before_opens_with_its_key(receipt: Receipt) -> None:
    code = receipt.complaint.tracking_code
    answer = Client().get(f"/lapor/terkirim/{code}/?key={receipt.secret}")
    assert answer.status_code == 301
    moved = urlsplit(answer.headers["Location"])
    assert (moved.path, parse_qs(moved.query)) == (f"/pengaduan/terkirim/{code}/", {"key": [receipt.secret]})
    assert Client().get(answer.headers["Location"]).status_code == 200


def test_a_printed_code_and_the_reporters_link_open_the_status(receipt: Receipt) -> None:
    path = f"/status/{receipt.complaint.tracking_code}/"
    assert Client().get(path).status_code == 200
    assert "Lubang di jalan" in Client().get(f"{path}?key={receipt.secret}").content.decode()
    told = {"key": receipt.secret, "verdict": "fixed"}
    assert Client().post(f"{path}kata/", told).status_code == StepNotAllowed.status


def test_programmes_go_on_with_the_addresses_they_know(world: World, receipt: Receipt) -> None:
    sent = Client().post("/api/v1/reports", {**TOLD, "title": "Lampu padam"}, content_type="application/json")
    assert sent.status_code == 201
    assert Client().get(f"/api/v1/reports/{sent.json()['code']}").json()["title"] == "Lampu padam"
    assert titles(world.ani, "/api/v1/reports?limit=1", "reports") == ["Lampu padam"]
    assert titles(world.ani, "/api/v1/complaints?limit=1", "complaints") == ["Lampu padam"]


def titles(user: User, path: str, name: str) -> list[Any]:
    client = client_of(user)
    return [row["title"] for row in client.get(path).json()[name]]


def test_a_shared_address_of_the_desk_opens_its_complaint(world: World, receipt: Receipt) -> None:
    client = client_of(world.ani)
    code = receipt.complaint.tracking_code
    answer = client.get(f"/desk/?queue=new&report={code}")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/desk/?queue=new&complaint={code}")
    assert "Lubang di jalan" in client.get(answer.headers["Location"]).content.decode()
