"""Input that nobody means well, answered with a sentence and never with an error of ours."""

import json

import pytest
from django.test import Client

from complaints.actions.answer import answer as give_answer
from complaints.models import Category, Complaint, Status
from tests.complaints.conftest import Submit
from tests.world import World


@pytest.mark.parametrize(
    "body",
    [
        "[" * 200_000,
        '{"a":' * 200_000,
        json.dumps({"category": "jalan-rusak", "title": "abcd\0ef"}),
        json.dumps({"category": "jalan-rusak\0", "title": "abcdef"}),
        json.dumps({"category": "jalan-rusak", "title": "abc\ud800def"}),
        json.dumps({"category": "jalan-rusak", "title": "abcdef", "form_token": "x"}),
    ],
    ids=["deep list", "deep object", "NUL in the title", "NUL in the category", "half a letter", "token"],
)
def test_a_program_is_told_what_is_wrong(client: Client, potholes: Category, body: str) -> None:
    answer = client.post("/api/v1/complaints", body, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["error"]["message"]
    assert not Complaint.objects.exists()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
@pytest.mark.parametrize("name", ["since", "until"])
@pytest.mark.parametrize("address", ["/desk/", "/api/v1/complaints"])
def test_a_day_at_the_end_of_the_calendar_is_refused(
    client: Client, world: World, address: str, name: str, day: str
) -> None:
    client.force_login(world.ani)
    assert client.get(address, {name: day}).status_code == 400


def test_a_number_of_five_thousand_digits_is_refused(client: Client, world: World) -> None:
    client.force_login(world.ani)
    assert client.get("/api/v1/complaints", {"before": "1" * 5000}).status_code == 400


@pytest.mark.parametrize("number", ["\u00b2", "1" * 5000, "\u0663"])
@pytest.mark.parametrize("name", ["version", "agency", "assignee"])
def test_what_only_looks_like_a_number_is_refused(
    client: Client, world: World, send: Submit, name: str, number: str
) -> None:
    code = send().complaint.tracking_code
    act, status = ("assign", Status.FORWARDED) if name == "assignee" else ("forward", Status.VERIFIED)
    Complaint.objects.update(status=status, agency=world.roads)
    client.force_login(world.budi if name == "assignee" else world.ani)
    values = {"version": "1", "instruction": "Tambal", name: number}
    found = client.post(f"/desk/{code}/{act}/", values).status_code
    # An agency that is none leaves the one that routing proposes.
    assert found == (302 if name == "agency" else 422)


def test_a_reason_with_a_nul_is_refused(client: Client, world: World, send: Submit) -> None:
    code = send().complaint.tracking_code
    client.force_login(world.ani)
    assert client.post(f"/desk/{code}/reject/", {"version": "1", "reason": "a\0b"}).status_code == 422


@pytest.mark.parametrize("verdict", ["", "maybe", "FIXED"])
def test_a_word_that_is_neither_fixed_nor_not_fixed_changes_nothing(
    client: Client, world: World, send: Submit, verdict: str
) -> None:
    receipt = send()
    code = receipt.complaint.tracking_code
    give_answer(code, world.ani, text="Sudah dijadwalkan")
    values = {"key": receipt.secret, "verdict": verdict, "reason": "Masih berlubang"}
    assert client.post(f"/status/{code}/kata/", values).status_code == 422
    assert Complaint.objects.get().status == Status.ANSWERED


def test_a_reporters_reason_with_a_nul_is_refused(client: Client, world: World, send: Submit) -> None:
    receipt = send()
    code = receipt.complaint.tracking_code
    give_answer(code, world.ani, text="Sudah dijadwalkan")
    values = {"key": receipt.secret, "verdict": "not-fixed", "reason": "a\0b"}
    assert client.post(f"/status/{code}/kata/", values).status_code == 422
