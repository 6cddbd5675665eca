"""The audit page says in words, in the reader's language and time zone, what the trail keeps in codes."""

import pytest
from django.test import Client
from django.utils import translation

from people.audit_labels import DetailLine, detail_lines, local_moments
from people.models import AuditEntry
from tests.world import World


def lines(action: str, detail: object, language: str = "en") -> list[DetailLine]:
    with translation.override(language):
        return detail_lines(AuditEntry(action=action, detail=detail))


@pytest.mark.parametrize(("language", "shown"), [("en", "received"), ("id", "diterima")])
def test_a_step_of_a_complaint_says_the_status_before_and_after(language: str, shown: str) -> None:
    (line,) = lines("complaint.verify", {"from": "received", "to": "verified"}, language)
    assert line.before == shown
    assert line.after not in {"verified" if language == "id" else "", ""}


def test_a_change_of_an_account_says_only_what_differs() -> None:
    before = {"username": "budi", "role": "operator", "agency": None, "active": True}
    detail = {"before": before, "after": {**before, "role": "supervisor"}, "password_changed": False}
    assert lines("user.change", detail) == [
        DetailLine("role", "operator", "supervisor"),
        DetailLine("new password", None, "no"),
    ]


def test_a_correction_says_each_field_and_what_is_kept_elsewhere() -> None:
    detail = {"from": "received", "to": "received", "changed": {"landmark": ["", "Pasar"], "phone": True}}
    found = {line.name: (line.before, line.after) for line in lines("complaint.correct", detail)}
    assert found["where exactly"] == ("empty", "Pasar")
    assert found["telephone"] == (None, "changed; the values are in the case's timeline")


def test_lists_are_no_pairs_and_pairs_of_lists_are() -> None:
    assert lines("driver.edit", {"fields": ["name", "phone"]}) == [DetailLine("fields", None, "name, telephone")]
    assert lines("rule.edit", {"vehicles": [[1], [1, 2]]}) == [DetailLine("vehicles", "1", "1, 2")]


@pytest.mark.parametrize("detail", [{"new_thing": "abc_def"}, {"new_thing": ["abc_def"]}])
def test_an_unknown_code_stays_readable(detail: object) -> None:
    assert lines("future.act", detail) == [DetailLine("new thing", None, "abc_def")]


@pytest.mark.parametrize(
    "detail", [[], None, "words", 7, {"after": {"a": 1}}, {"from": {}, "to": []}, {"changed": [1]}]
)
def test_a_damaged_detail_takes_no_page_down(world: World, detail: object) -> None:
    AuditEntry.objects.create(action="complaint.correct", detail=detail if detail is not None else {})
    client = Client()
    client.force_login(world.slamet)
    assert client.get("/audit/").status_code == 200


def test_moments_are_shown_in_the_readers_zone() -> None:
    with translation.override("en"):
        assert local_moments("sos of vehicle 5 at 2026-03-01 20:30:00") == "sos of vehicle 5 at 2 Mar 2026 03:30:00 WIB"
        assert local_moments("9999-99-99 99:99") == "9999-99-99 99:99"
        (line,) = detail_lines(AuditEntry(action="device.move_past", detail={"at": "2026-03-01T20:30:00+00:00"}))
    assert line.after == "2 Mar 2026 03:30:00 WIB"


def test_the_page_shows_no_code_of_a_known_field(world: World) -> None:
    AuditEntry.objects.create(
        action="complaint.forward", detail={"from": "verified", "to": "forwarded", "agency": "pupr"}
    )
    client = Client()
    client.force_login(world.slamet)
    client.cookies["django_language"] = "id"
    page = client.get("/audit/").content.decode()
    assert "<del>terverifikasi</del> → diteruskan ke OPD" in page
