"""What a person entered about a complaint and its reporter is corrected or taken away, and the history holds it."""

from typing import Any, Final

import pytest
from django.test import Client

from complaints.actions.correct import Correction, correct
from complaints.actions.forward import forward
from complaints.actions.verify import verify
from complaints.models import Complaint, FieldChange, Reporter, Status
from kit.errors import BadInput
from people.models import AuditEntry, User
from tests.complaints.conftest import Submit
from tests.world import World

OLD: Final[dict[str, Any]] = {
    "name": "Roslina Tarigan",
    "phone": "0812-3456-7899",
    "email": "roslina@example.id",
    "description": "Kata lama",
}
NEW: Final[dict[str, Any]] = {
    "name": "Rosa Ginting",
    "phone": "0813 1111 2222",
    "email": "rosa@example.id",
    "description": "Kata baru",
}


@pytest.fixture
def code(send: Submit, world: World) -> str:
    code = send(**OLD).complaint.tracking_code
    verify(code, world.ani)
    forward(code, world.ani, instruction="Tambal")
    return code


def _as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _version() -> str:
    return str(Complaint.objects.get().version)


def _post(user: User, code: str, **values: str) -> int:
    sent = {"version": _version(), "reason": "Salah dengar", **values}
    return _as(user).post(f"/desk/{code}/correct/", sent).status_code


def _page(user: User, code: str, query: str = "") -> str:
    return _as(user).get(f"/desk/{code}/{query}").content.decode()


def test_the_reporter_the_words_and_the_secrecy_are_corrected_by_the_form(world: World, code: str) -> None:
    assert _post(world.ani, code, **NEW, secrecy="1", anonymous="on", confidential="on") == 302
    complaint, reporter = Complaint.objects.get(), Reporter.objects.get()
    assert {name: getattr(reporter, name) for name in ("name", "phone", "email")} | {
        "description": complaint.description
    } == NEW
    assert (reporter.anonymous, complaint.confidential) == (True, True)
    assert _post(world.ani, code, secrecy="1") == 302
    assert (Reporter.objects.get().anonymous, Complaint.objects.get().confidential) == (False, False)


def test_an_emptied_field_is_taken_away_and_a_field_that_was_not_sent_stays(world: World, code: str) -> None:
    assert _post(world.ani, code, name="", description="") == 302
    reporter = Reporter.objects.get()
    assert (reporter.name, reporter.phone, Complaint.objects.get().description) == ("", OLD["phone"], "")


def test_a_wrong_correction_is_corrected_by_a_second_one(world: World, code: str) -> None:
    correct(code, world.ani, Correction(**NEW), reason="Salah dengar")
    correct(code, world.slamet, Correction(**OLD), reason="Yang pertama benar")
    assert Reporter.objects.get().name == OLD["name"]
    assert FieldChange.objects.filter(field="name").count() == 2


def test_an_archived_complaint_is_corrected_too(world: World, code: str) -> None:
    Complaint.objects.update(status=Status.ARCHIVED)
    assert _post(world.ani, code, name="") == 302
    assert (Complaint.objects.get().status, Reporter.objects.get().name) == (Status.ARCHIVED, "")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("phone", "abc"), ("email", "rosa@"), ("name", "x" * 121), ("description", "x" * 5001), ("title", ""),
        ("title", "x" * 141), ("name", "a\0b"), ("description", "a\0b"), ("anonymous", "maybe"), ("reason", " "),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_and_what_was_typed_is_there_again(
    world: World, code: str, field: str, value: str
) -> None:
    sent = {"version": _version(), "reason": "Salah dengar", **NEW, "secrecy": "1", field: value}
    answer = _as(world.ani).post(f"/desk/{code}/correct/", sent)
    assert answer.status_code == 422
    assert (field == "name") or f'value="{NEW["name"]}"' in answer.content.decode()
    assert (Reporter.objects.get().name, Complaint.objects.get().description) == (OLD["name"], OLD["description"])
    assert not FieldChange.objects.exists()


def test_an_old_value_that_would_not_be_taken_today_does_not_refuse_the_others(world: World, code: str) -> None:
    Complaint.objects.update(title="AB")
    Reporter.objects.update(phone="abc")
    correct(code, world.ani, Correction(title="AB", phone="abc", name="Rosa"), reason="x")
    assert Reporter.objects.get().name == "Rosa"


def test_line_ends_alone_are_no_correction(world: World, code: str) -> None:
    Complaint.objects.update(description="satu\ndua")
    with pytest.raises(BadInput):
        correct(code, world.ani, Correction(description="satu\r\ndua"), reason="x")


# Whoever may not correct gets the same answer to a full, a wrong and an empty form.
@pytest.mark.parametrize("values", [NEW, {"phone": "abc"}, {}])
@pytest.mark.parametrize(
    ("name", "status"), [("budi", 403), ("dewi", 403), ("eka", 403), ("gita", 403), ("citra", 404), ("fajar", 404)]
)
def test_others_correct_nothing(world: World, code: str, name: str, status: int, values: dict[str, str]) -> None:
    assert _as(getattr(world, name)).post(f"/desk/{code}/correct/", values).status_code == status
    assert Reporter.objects.get().name == OLD["name"]


def test_a_visitor_is_led_to_the_login(code: str, world: World) -> None:
    assert Client().post(f"/desk/{code}/correct/", NEW)["location"].startswith("/login/")


def test_an_empty_form_says_to_load_the_page_again(world: World, code: str) -> None:
    assert _as(world.ani).post(f"/desk/{code}/correct/", {}).status_code == 422


def test_the_form_shows_the_reporter_only_when_asked_and_records_it(world: World, code: str) -> None:
    assert OLD["phone"] not in _page(world.ani, code)
    assert not AuditEntry.objects.filter(action="reporter.read").exists()
    page = _page(world.ani, code, "?reporter=correct")
    assert f'value="{OLD["phone"]}"' in page
    assert '<details class="step" id="correct" name="step" open>' in page
    assert AuditEntry.objects.filter(action="reporter.read", actor=world.ani).count() == 1


def test_the_history_says_before_and_after_the_reporters_values_only_with_the_reporter(world: World, code: str) -> None:
    correct(code, world.ani, Correction(**NEW), reason="Salah dengar")
    page = _page(world.ani, code)
    assert "<del>Kata lama</del> → <ins>Kata baru</ins>" in page
    assert OLD["name"] not in page
    assert f"<del>{OLD['name']}</del> → <ins>{NEW['name']}</ins>" in _page(world.ani, code, "?reporter=1")


def test_the_words_of_a_hidden_reporter_do_not_come_back_in_the_history(world: World, code: str) -> None:
    correct(code, world.ani, Correction(description="Kata baru", anonymous=True), reason="Salah dengar")
    assert "Kata lama" not in _page(world.budi, code, "?reporter=1")
    assert "Kata lama" not in _page(world.gita, code, "?reporter=1")
    assert "Kata lama" in _page(world.slamet, code)


def test_the_audit_trail_names_the_fields_and_keeps_the_reporter_to_the_history(world: World, code: str) -> None:
    correct(code, world.ani, Correction(**NEW), reason="Salah dengar")
    changed = AuditEntry.objects.get(action="complaint.correct").detail["changed"]
    assert changed == dict.fromkeys(("description", "name", "phone", "email"), True)
    correct(code, world.ani, Correction(description="Roslina", anonymous=True), reason="x")
    latest = AuditEntry.objects.filter(action="complaint.correct").order_by("-id")[0]
    assert latest.detail["changed"] == {"description": True, "anonymous": [False, True]}


def test_words_taken_out_before_the_reporter_is_hidden_are_not_in_the_audit_trail(world: World, code: str) -> None:
    correct(code, world.ani, Correction(description="Tanpa nama"), reason="Nama disebut")
    correct(code, world.ani, Correction(anonymous=True), reason="Diminta pelapor")
    client = Client()
    client.force_login(world.gita)
    assert "Kata lama" not in client.get("/audit/").content.decode()


def test_a_complaint_made_secret_shows_the_public_its_way_alone(world: World, code: str) -> None:
    assert "Lubang besar di jalan" in Client().get(f"/status/{code}/").content.decode()
    assert _post(world.ani, code, secrecy="1", confidential="on") == 302
    assert "Lubang besar di jalan" not in Client().get(f"/status/{code}/").content.decode()
