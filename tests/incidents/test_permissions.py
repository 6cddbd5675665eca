"""The centre's duty manages incidents; an agency sees those of its complaints and vehicles, and nothing of others'."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from complaints.actions.return_ import return_
from fleet.models import Vehicle
from fleet.vehicles.actions.edit_vehicle import VehicleDetails, edit_vehicle
from incidents.actions.add_note import add_note
from incidents.actions.advance import advance
from incidents.actions.assign_vehicle import assign_vehicle
from incidents.actions.close import close
from incidents.actions.link_complaints import link_complaints, unlink_complaint
from incidents.actions.open_incident import IncidentDraft, open_incident
from incidents.actions.release_vehicle import release_vehicle
from incidents.actions.reopen import reopen
from incidents.lifecycle import Act
from incidents.models import Incident
from incidents.selectors.incident import complaints_of, timeline, units_of
from incidents.selectors.incidents import visible
from people.access import Denied
from people.models import User
from tests.incidents.conftest import Send
from tests.world import World

pytestmark = pytest.mark.django_db

ACTIONS: dict[str, Callable[[str, User], Any]] = {
    "open": lambda code, user: open_incident(user, IncidentDraft("Api", "fire")),
    "link": lambda code, user: link_complaints(code, user, ["7KQ3M-9XWD4"]),
    "unlink": lambda code, user: unlink_complaint(code, user, "7KQ3M-9XWD4"),
    "assign": lambda code, user: assign_vehicle(code, user, 1),
    "release": lambda code, user: release_vehicle(code, user, 1),
    "note": lambda code, user: add_note(code, user, text="Catatan"),
    "confirm": lambda code, user: advance(Act.CONFIRM, code, user),
    "contain": lambda code, user: advance(Act.CONTAIN, code, user),
    "resume": lambda code, user: advance(Act.RESUME, code, user, text="Lagi"),
    "close": lambda code, user: close(code, user, note="Selesai"),
    "reopen": lambda code, user: reopen(code, user, reason="Lagi"),
}


def test_every_step_of_the_table_is_tried_here() -> None:
    assert ACTIONS.keys() == {act.value for act in Act} | {"open"}


@pytest.mark.parametrize("person", ["budi", "citra", "dewi", "eka", "fajar", "gita"])
@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_none_but_operators_and_supervisors_manage_incidents(
    world: World, incident: Incident, engine: Vehicle, name: str, person: str
) -> None:
    assign_vehicle(incident.code, world.ani, engine.pk)
    with pytest.raises(Denied):
        ACTIONS[name](incident.code, getattr(world, person))


def seen_by(user: User) -> list[str]:
    return list(visible(user).values_list("code", flat=True))


def test_a_stranger_sees_nothing(world: World, incident: Incident, engine: Vehicle) -> None:
    assign_vehicle(incident.code, world.ani, engine.pk)
    assert (seen_by(world.citra), seen_by(world.budi), seen_by(world.fajar)) == ([incident.code], [], [])
    client = Client()
    client.force_login(world.budi)
    assert client.get(f"/incidents/{incident.code}/").status_code == 404
    assert incident.title not in client.get("/incidents/").content.decode()


def test_an_agency_sees_an_incident_while_it_has_a_complaint_of_it(
    world: World, send: Send, incident: Incident
) -> None:
    complaint = send(to_agency=True)
    link_complaints(incident.code, world.ani, [complaint.tracking_code])
    assert seen_by(world.budi) == [incident.code]
    return_(complaint.tracking_code, world.budi, reason="Jalan provinsi")
    assert seen_by(world.budi) == []


def test_an_agency_goes_on_seeing_what_its_vehicle_was_sent_to(
    world: World, incident: Incident, engine: Vehicle
) -> None:
    assign_vehicle(incident.code, world.ani, engine.pk)
    release_vehicle(incident.code, world.ani, engine.pk)
    assert seen_by(world.citra) == [incident.code]
    edit_vehicle(world.gita, engine.pk, VehicleDetails(engine.name, engine.plate, engine.kind, None, active=True))
    assert seen_by(world.citra) == []


def test_an_officer_sees_of_an_incident_the_own_agency_s_part(
    world: World, send: Send, incident: Incident, engine: Vehicle
) -> None:
    link_complaints(incident.code, world.ani, [send(to_agency=True).tracking_code])
    assign_vehicle(incident.code, world.ani, engine.pk)
    add_note(incident.code, world.ani, text="Jalan ditutup")
    budi, citra = complaints_of(world.budi, incident), complaints_of(world.citra, incident)
    assert (len(budi.links), budi.hidden, len(citra.links), citra.hidden) == (1, 0, 0, 1)
    units = [units_of(user, incident) for user in (world.budi, world.citra)]
    assert [(len(one.units), one.hidden) for one in units] == [(0, 1), (1, 0)]
    told = {user.username: [entry.kind for entry in timeline(user, incident)] for user in (world.budi, world.citra)}
    assert told == {"budi": ["note", "linked", "opened"], "citra": ["note", "assigned", "opened"]}
    client = Client()
    client.force_login(world.budi)
    page = client.get(f"/incidents/{incident.code}/").content.decode()
    assert "Jalan ditutup" in page and "Pemadam 1" not in page and '<form method="post" action="/incidents' not in page
