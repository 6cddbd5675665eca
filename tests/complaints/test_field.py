"""Who can be given a complaint, the page of field staff, merged duplicates, corrections and the caller's slip."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from complaints.actions.assign import assign
from complaints.actions.correct import Correction, correct
from complaints.actions.forward import forward
from complaints.actions.merge import merge
from complaints.actions.postpone import postpone
from complaints.actions.submit import Receipt
from complaints.actions.verify import verify
from complaints.errors import Missing
from complaints.models import Category, Complaint, Status, Transition
from kit.errors import BadInput
from people.access import Role
from people.models import AuditEntry, User
from tests.complaints.conftest import Submit
from tests.complaints.test_portal import photo
from tests.world import World


def _at_roads(send: Submit, world: World, **fields: object) -> Receipt:
    receipt = send(**fields)
    verify(receipt.complaint.tracking_code, world.ani)
    forward(receipt.complaint.tracking_code, world.ani, instruction="Tambal")
    return receipt


def _as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_only_who_can_work_on_a_complaint_is_offered_and_taken(world: World, send: Submit) -> None:
    code = _at_roads(send, world).complaint.tracking_code
    planner = User.objects.create_user("rudi", role=Role.PLANNER, agency=world.roads)
    User.objects.create_user("lama", role=Role.AGENCY_OFFICER, agency=world.roads, is_active=False)
    offered = _as(world.budi).get(f"/desk/{code}/").context["members"]
    assert set(offered) == {world.budi, world.fajar}
    for stranger in (planner, world.citra, world.ani):
        with pytest.raises(Missing):
            assign(code, world.budi, assignee=stranger)


def test_field_staff_land_on_a_page_with_what_is_assigned_to_them(world: World, send: Submit) -> None:
    mine, other = _at_roads(send, world, title="Lubang A"), _at_roads(send, world, title="Lubang B")
    assign(mine.complaint.tracking_code, world.budi, assignee=world.fajar)
    client = _as(world.fajar)
    page = client.get("/start/", follow=True)
    assert page.redirect_chain == [("/field/", 302)]
    assert [complaint.title for complaint in page.context["complaints"]] == ["Lubang A"]
    assert client.get(f"/field/{mine.complaint.tracking_code}/").status_code == 200
    assert client.get(f"/field/{other.complaint.tracking_code}/").status_code == 404
    assert [row["title"] for row in client.get("/api/v1/complaints").json()["complaints"]] == ["Lubang A"]


def test_field_staff_start_and_follow_up_with_a_photo(world: World, send: Submit) -> None:
    code = _at_roads(send, world).complaint.tracking_code
    assign(code, world.budi, assignee=world.fajar)
    client = _as(world.fajar)
    version = Complaint.objects.get().version
    assert client.post(f"/field/{code}/start/", {"version": version}).status_code == 302
    values = {"version": version + 1, "text": "Sudah ditambal", "photo": photo()}
    assert client.post(f"/field/{code}/follow_up/", values).status_code == 302
    complaint = Complaint.objects.get()
    assert (complaint.status, complaint.follow_ups.get().photos.count()) == (Status.FOLLOWED_UP, 1)


@pytest.mark.parametrize("act", ["return", "postpone", "assign", "verify", "correct"])
def test_field_staff_take_no_other_step(world: World, send: Submit, act: str) -> None:
    code = _at_roads(send, world).complaint.tracking_code
    assign(code, world.budi, assignee=world.fajar)
    values = {"version": "4", "reason": "x", "until": "2030-01-01", "assignee": world.fajar.pk}
    assert _as(world.fajar).post(f"/field/{code}/{act}/", values).status_code == 404
    assert _as(world.fajar).post(f"/desk/{code}/{act}/", values).status_code == 403
    assert Complaint.objects.get().status == Status.FORWARDED


def test_a_hidden_reporter_stays_hidden_on_the_field_page_and_in_a_merged_case(world: World, send: Submit) -> None:
    person = {"name": "Roslina Tarigan", "phone": "0812-3456-7899", "anonymous": True}
    kept, duplicate = _at_roads(send, world, **person), send(**person)
    assign(kept.complaint.tracking_code, world.budi, assignee=world.fajar)
    merge(duplicate.complaint.tracking_code, world.ani, into=kept.complaint.tracking_code)
    pages = [
        _as(world.fajar).get(f"/field/{kept.complaint.tracking_code}/"),
        _as(world.fajar).get(f"/field/{duplicate.complaint.tracking_code}/"),
        _as(world.budi).get(f"/desk/{duplicate.complaint.tracking_code}/?reporter=1"),
    ]
    for page in pages:
        assert page.status_code == 200
        assert not any(word in page.content.decode() for word in ("Roslina", "3456", duplicate.secret, kept.secret))


def test_an_officer_reads_a_duplicate_merged_into_the_own_case_and_nobody_elses(world: World, send: Submit) -> None:
    kept, duplicate = _at_roads(send, world), send(title="Lubang yang sama")
    merge(duplicate.complaint.tracking_code, world.ani, into=kept.complaint.tracking_code)
    address = f"/desk/{duplicate.complaint.tracking_code}/"
    page = _as(world.budi).get(address)
    assert "Lubang yang sama" in page.content.decode()
    assert page.context["steps"] == []
    assert _as(world.citra).get(address).status_code == 404


def test_what_was_entered_wrongly_is_corrected_and_the_trail_says_what_it_was(
    world: World, send: Submit, fire: Category
) -> None:
    code = send(phone="0812-3456-7899").complaint.tracking_code
    Complaint.objects.update(channel="phone")
    correction = Correction(
        category="kebakaran", lon="98.5", lat="3.2", landmark="Depan pasar", title="Asap", phone="0813 1111 2222"
    )
    complaint = correct(code, world.ani, correction, reason="Salah dengar")
    assert (complaint.category, complaint.priority, complaint.title, complaint.landmark) == (
        fire, "emergency", "Asap", "Depan pasar",
    )  # fmt: skip
    assert complaint.point is not None and complaint.point.coords == (98.5, 3.2)
    assert complaint.due_at is not None and complaint.due_at < timezone.now() + timedelta(hours=1)
    assert complaint.reporter.phone == "0813 1111 2222"
    entry = AuditEntry.objects.get(action="complaint.correct")
    assert entry.detail["changed"]["category"] == ["jalan-rusak", "kebakaran"]
    assert "0813" not in str(entry.detail)
    assert "Salah dengar" not in Client().get(f"/status/{code}/").content.decode()


def test_a_citizens_own_words_are_corrected_and_the_case_keeps_what_they_were(world: World, send: Submit) -> None:
    code = send().complaint.tracking_code
    correct(code, world.ani, Correction(title="Lubang di jalan"), reason="Menyebut nama tetangga")
    assert Complaint.objects.get().title == "Lubang di jalan"
    assert "Lubang besar di jalan" in _as(world.ani).get(f"/desk/{code}/").content.decode()


@pytest.mark.parametrize(("lon", "lat"), [("98,5", "3,2"), ("0", "0"), ("98.5", ""), ("3.2", "98.5")])
def test_a_correction_takes_no_worse_place(world: World, send: Submit, lon: str, lat: str) -> None:
    code = send().complaint.tracking_code
    with pytest.raises(BadInput):
        correct(code, world.ani, Correction(lon=lon, lat=lat), reason="x")
    taken_away = correct(code, world.ani, Correction(lon="", lat=""), reason="x")
    assert (taken_away.point, taken_away.place) == (None, "")


def test_a_wrong_day_of_a_postponed_complaint_is_put_right(world: World, send: Submit) -> None:
    code = _at_roads(send, world).complaint.tracking_code
    day = timezone.localdate() + timedelta(days=50)
    postpone(code, world.budi, reason="Hujan", until=day)
    postpone(code, world.budi, reason="Salah tanggal", until=day - timedelta(days=40))
    assert Complaint.objects.get().postponed_until == day - timedelta(days=40)


def test_the_caller_gets_code_and_link_from_who_recorded_the_complaint(world: World, potholes: Category) -> None:
    client = _as(world.ani)
    values = {"form_token": str(uuid4()), "channel": "phone", "category": "jalan-rusak", "title": "Lubang besar"}
    page = client.post("/desk/new/", {**values, "phone": "0812 3456 7890"}, follow=True)
    complaint = Complaint.objects.get()
    text = page.content.decode()
    assert page.redirect_chain == [(f"/desk/{complaint.tracking_code}/slip/", 302)]
    assert complaint.tracking_code in text and complaint.reporter.secret in text and "<svg" in text
    assert len(page.context["spelled"]) == 10
    assert AuditEntry.objects.filter(action="complaint.slip").count() == 1
    address = f"/desk/{complaint.tracking_code}/slip/"
    assert "http://testserver/</p>" in text, "where the code is entered"
    assert f'href="{address}"' in client.get(f"/desk/{complaint.tracking_code}/").content.decode()
    other = _as(world.slamet)
    assert f'href="{address}"' not in other.get(f"/desk/{complaint.tracking_code}/").content.decode()
    assert other.get(address).status_code == 404
    Transition.objects.update(at=timezone.now() - timedelta(hours=25))
    assert client.get(address).status_code == 404
    assert f'href="{address}"' not in client.get(f"/desk/{complaint.tracking_code}/").content.decode()


def test_an_emergency_is_answered_with_112_and_not_with_working_days(world: World, fire: Category) -> None:
    client = Client()
    client.cookies["django_language"] = "en"
    form = client.get("/pengaduan/?category=kebakaran").content.decode()
    assert 'href="tel:112"' in form and "call 112 now" in form
    values = {"form_token": str(uuid4()), "category": "kebakaran", "title": "Api di pasar"}
    sent = client.post("/pengaduan/", values, follow=True).content.decode()
    assert "call 112 now" in sent and 'href="tel:112"' in sent
    assert "working days" not in sent
