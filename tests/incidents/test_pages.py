"""The pages of incidents, as an operator uses them."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from fleet.models import Vehicle
from incidents.actions.advance import advance
from incidents.actions.assign_vehicle import assign_vehicle
from incidents.actions.close import close
from incidents.actions.open_incident import IncidentDraft, open_incident
from incidents.lifecycle import Act
from incidents.models import Incident, IncidentComplaint, IncidentVehicle
from people.models import User
from tests.fleet.conftest import delivery, fix, store
from tests.incidents.conftest import KABANJAHE, Send
from tests.vehicles import make_vehicle
from tests.world import World

pytestmark = pytest.mark.django_db


def log_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, address: str) -> str:
    response = log_in(user).get(address)
    assert response.status_code == 200
    return response.content.decode()


def codes(text: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r'href="/incidents/(\d{4}-\d+)/"', text)))


def send_step(user: User, incident: Incident, act: str, **form: object) -> Any:
    return log_in(user).post(f"/incidents/{incident.code}/{act}/", {"version": incident.version, **form})


def test_an_operator_opens_an_incident_from_a_complaint_s_case(world: World, send: Send) -> None:
    complaint = send(landmark="Depan pasar")
    case = page(world.ani, f"/desk/{complaint.tracking_code}/")
    address = f"/incidents/new/?complaint={complaint.tracking_code}"
    assert f'href="{address}"' in case
    client = log_in(world.ani)
    form = client.get(address).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    response = client.post("/incidents/new/", {**typed, "kind": "infrastructure", "unconfirmed": ""})
    found = Incident.objects.get()
    assert response.headers["Location"] == f"/incidents/{found.code}/"
    assert (found.title, found.state, found.opened_by) == ("Pohon menutup jalan", "open", world.ani)
    assert found.point is not None and found.point.coords == tuple(KABANJAHE.values())
    assert IncidentComplaint.objects.get().complaint == complaint
    assert found.code in page(world.ani, f"/desk/{complaint.tracking_code}/")
    assert found.code in page(world.ani, address)


def test_a_case_page_offers_no_incident_to_those_who_may_not_open_one(world: World, send: Send) -> None:
    complaint = send(to_agency=True)
    assert "/incidents/new/" not in page(world.budi, f"/desk/{complaint.tracking_code}/")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 141}, "title"),
        ({"kind": "dragon"}, "kind"),
        ({"priority": ""}, "priority"),
        ({"lon": "98,4"}, "lon"),
        ({"lat": ""}, "lon"),
        ({"complaint": "7KQ3M-9XWD5"}, "complaint"),
        ({"landmark": "\u200b"}, "landmark"),
    ],
)
def test_wrong_input_is_said_at_its_field_and_nothing_typed_is_lost(
    world: World, wrong: dict[str, str], field: str
) -> None:
    typed = {"title": "Api di pasar", "kind": "fire", "priority": "emergency", "lon": "98.49", "lat": "3.1", **wrong}
    response = log_in(world.ani).post("/incidents/new/", {"landmark": "Los daging", **typed})
    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (422, [field])
    assert {name: form[name].value() for name in typed} == typed
    assert not Incident.objects.exists()


def test_those_that_are_not_closed_come_first_and_the_most_urgent_of_them(world: World) -> None:
    names = {}
    for name, priority in (("closed", "emergency"), ("normal", "normal"), ("emergency", "emergency"), ("high", "high")):
        names[open_incident(world.ani, IncidentDraft(name, "fire", priority=priority)).code] = name
    first = min(names)
    advance(Act.CONTAIN, first, world.ani)
    close(first, world.ani, note="Selesai")
    assert [names[code] for code in codes(page(world.ani, "/incidents/"))] == ["emergency", "high", "normal", "closed"]
    assert [names[code] for code in codes(page(world.ani, "/incidents/?state=closed"))] == ["closed"]
    assert [names[code] for code in codes(page(world.ani, "/incidents/?q=norm"))] == ["normal"]


def test_a_long_list_comes_in_pages_with_the_same_queries(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(52):
        open_incident(world.ani, IncidentDraft(f"Api {number}", "fire"))
    client = log_in(world.ani)
    client.get("/incidents/")
    with django_assert_max_num_queries(6):
        first = client.get("/incidents/").content.decode()
    second = client.get("/incidents/?page=2").content.decode()
    assert (len(codes(first)), len(codes(second))) == (50, 2)


@pytest.mark.parametrize("query", ["state=dragon", "page=0", "page=x", "q=a&q=b", "sort=name"])
def test_it_rejects_an_address_that_it_does_not_understand(world: World, query: str) -> None:
    assert log_in(world.ani).get(f"/incidents/?{query}").status_code == 400


@pytest.mark.django_db(transaction=True)
def test_the_page_shows_how_fresh_the_position_of_a_vehicle_is(
    world: World, incident: Incident, engine: Vehicle
) -> None:
    assign_vehicle(incident.code, world.ani, engine.pk)
    assert "never seen" in page(world.ani, f"/incidents/{incident.code}/")
    now = timezone.now()
    store([delivery(fix("pemadam-1", 0, fix_time=now), arrival=now)])
    shown = page(world.ani, f"/incidents/{incident.code}/")
    assert "data-age" in shown and "stopped" in shown


@pytest.mark.django_db(transaction=True)
def test_the_nearest_vehicle_is_offered_first(world: World, incident: Incident) -> None:
    now = timezone.now()
    for identity, lon in (("jauh", 98.60), ("dekat", 98.4910)):
        make_vehicle(identity, world.fire)
        store([delivery(fix(identity, 0, fix_time=now, lon=lon, lat=3.1), arrival=now)])
    make_vehicle("baru", world.fire)
    response = log_in(world.ani).get(f"/incidents/{incident.code}/")
    assert [one.vehicle.name for one in response.context["candidates"]] == ["dekat", "jauh", "baru"]


def test_an_operator_takes_an_incident_to_its_end(
    world: World, send: Send, incident: Incident, engine: Vehicle
) -> None:
    complaint = send()
    steps: list[tuple[str, dict[str, object]]] = [
        ("link", {"complaint": complaint.tracking_code}),
        ("assign", {"vehicle": engine.pk}),
        ("note", {"text": "Dua korban dibawa ke RSUD"}),
        ("contain", {}),
        ("release", {"vehicle": engine.pk}),
        ("close", {"text": "Jalan dibuka kembali"}),
    ]
    for act, form in steps:
        incident.refresh_from_db()
        response = send_step(world.ani, incident, act, **form)
        assert (act, response.status_code) == (act, 302)
    shown = page(world.ani, f"/incidents/{incident.code}/")
    for text in ("Dua korban dibawa ke RSUD", "Jalan dibuka kembali", complaint.tracking_code, "Pemadam 1"):
        assert text in shown
    assert "/close/" not in shown and f"/incidents/{incident.code}/reopen/" in shown


def test_a_step_that_fails_says_why_and_keeps_what_was_typed(world: World, incident: Incident, engine: Vehicle) -> None:
    assign_vehicle(incident.code, world.ani, engine.pk)
    incident = advance(Act.CONTAIN, incident.code, world.ani)
    response = send_step(world.ani, incident, "close", text="Semua sudah pulang")
    shown = response.content.decode()
    assert response.status_code == 409
    assert "Release the vehicles that are still assigned first: Pemadam 1" in shown
    assert "Semua sudah pulang</textarea>" in shown
    assert IncidentVehicle.objects.get().released_at is None


@pytest.mark.parametrize(
    ("act", "form", "status"),
    [
        ("note", {"text": " "}, 422),
        ("note", {"text": "x" * 2001}, 422),
        ("assign", {"vehicle": "x"}, 422),
        ("assign", {"vehicle": str(2**70)}, 422),
        ("release", {"vehicle": "1"}, 409),
        ("link", {"complaint": ""}, 422),
        ("link", {"complaint": "7KQ3M"}, 404),
        ("unlink", {"complaint": "7KQ3M-9XWD4"}, 404),
        ("contain", {"version": "x"}, 422),
        ("contain", {"version": "99"}, 409),
        ("confirm", {}, 409),
        ("dragon", {}, 404),
    ],
)
def test_a_wrong_step_is_answered_in_words(
    world: World, incident: Incident, act: str, form: dict[str, str], status: int
) -> None:
    response = send_step(world.ani, incident, act, **form)
    assert response.status_code == status
    assert 'role="alert"' in response.content.decode() or act == "dragon"


def test_a_step_sent_after_the_session_ended_leads_back_to_the_incident(world: World, incident: Incident) -> None:
    response = log_in(world.ani).get(f"/incidents/{incident.code}/note/")
    assert response.headers["Location"] == f"/incidents/{incident.code}/"


def test_the_pages_speak_indonesian(world: World, incident: Incident) -> None:
    User.objects.filter(pk=world.ani.pk).update(language="id")
    assert "Buka insiden" in page(world.ani, "/incidents/")
    assert "Tugaskan kendaraan" in page(world.ani, f"/incidents/{incident.code}/")
