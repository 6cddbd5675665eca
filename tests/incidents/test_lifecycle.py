"""From reported to closed, and back: what each step needs, and what it leaves behind."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from fleet.models import Vehicle
from incidents.actions.add_note import add_note
from incidents.actions.advance import advance
from incidents.actions.assign_vehicle import assign_vehicle
from incidents.actions.close import close
from incidents.actions.open_incident import IncidentDraft, open_incident
from incidents.actions.release_vehicle import release_vehicle
from incidents.actions.reopen import reopen
from incidents.errors import ChangedMeanwhile, Missing, StepNotAllowed, VehiclesStillAssigned
from incidents.lifecycle import TABLE, Act, Need, rule_for
from incidents.models import Incident, IncidentEntry, State
from people.models import AuditEntry
from tests.world import World

pytestmark = pytest.mark.django_db


def kinds(incident: Incident) -> list[str]:
    return list(IncidentEntry.objects.filter(incident=incident).values_list("kind", flat=True))


def test_an_incident_goes_from_reported_to_closed_and_is_taken_up_again(world: World) -> None:
    code = open_incident(world.ani, IncidentDraft("Asap di pasar", "fire", confirmed=False)).code
    states = [Incident.objects.get(code=code).state]
    states += [advance(act, code, world.ani).state for act in (Act.CONFIRM, Act.CONTAIN)]
    states.append(close(code, world.slamet, note="Api padam").state)
    states.append(reopen(code, world.ani, reason="Menyala lagi").state)
    assert states == ["reported", "open", "contained", "closed", "reopened"]
    found = Incident.objects.get(code=code)
    assert (found.closed_at, found.closing_note, found.version) == (None, "", 5)
    assert kinds(found) == ["opened", "confirmed", "contained", "closed", "reopened"]
    trail = AuditEntry.objects.filter(object_type="incidents.incident").order_by("id").values_list("action", flat=True)
    assert list(trail) == [f"incident.{act}" for act in ("open", "confirm", "contain", "close", "reopen")]


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("state", list(State))
def test_the_table_alone_says_what_leads_where(act: Act, state: State) -> None:
    if state in TABLE[act].sources:
        assert rule_for(act, state).act is act
    else:
        with pytest.raises(StepNotAllowed):
            rule_for(act, state)


def test_closing_needs_a_note(world: World, incident: Incident) -> None:
    assert Need.NOTE in TABLE[Act.CLOSE].needs
    advance(Act.CONTAIN, incident.code, world.ani)
    with pytest.raises(Missing) as raised:
        close(incident.code, world.ani, note=" \u200b ")
    assert raised.value.field == "text"
    assert Incident.objects.get().state == State.CONTAINED


def test_an_incident_is_not_closed_while_a_vehicle_is_assigned(
    world: World, incident: Incident, engine: Vehicle
) -> None:
    assign_vehicle(incident.code, world.ani, engine.pk)
    advance(Act.CONTAIN, incident.code, world.ani)
    with pytest.raises(VehiclesStillAssigned, match="Pemadam 1"):
        close(incident.code, world.ani, note="Selesai")
    release_vehicle(incident.code, world.ani, engine.pk)
    assert close(incident.code, world.ani, note="Selesai").state == State.CLOSED


def test_a_step_decided_on_an_older_state_is_refused(world: World, incident: Incident) -> None:
    advance(Act.CONTAIN, incident.code, world.ani, version=incident.version)
    with pytest.raises(ChangedMeanwhile):
        advance(Act.RESUME, incident.code, world.slamet, text="Api muncul", version=incident.version)


def test_a_note_leaves_the_version_as_it_is(world: World, incident: Incident) -> None:
    add_note(incident.code, world.ani, text="Lalu lintas dialihkan")
    assert advance(Act.CONTAIN, incident.code, world.ani, version=incident.version).state == State.CONTAINED


def test_a_closed_incident_takes_a_note_but_no_vehicle(world: World, incident: Incident, engine: Vehicle) -> None:
    advance(Act.CONTAIN, incident.code, world.ani)
    close(incident.code, world.ani, note="Selesai")
    with pytest.raises(StepNotAllowed):
        assign_vehicle(incident.code, world.ani, engine.pk)
    add_note(incident.code, world.ani, text="Korban sudah pulang")
    assert kinds(incident)[-1] == "note"


@pytest.mark.parametrize(
    "change", ["UPDATE incidents_incidententry SET text = 'x'", "DELETE FROM incidents_incidententry"]
)
def test_the_database_refuses_to_change_the_timeline(world: World, incident: Incident, change: str) -> None:
    add_note(incident.code, world.ani, text="Jam 10 dua korban")
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_the_database_refuses_a_closed_incident_without_a_note(incident: Incident) -> None:
    with pytest.raises(IntegrityError, match="incident_closed_has_note"), transaction.atomic():
        Incident.objects.update(state=State.CLOSED, closed_at=timezone.now())


@pytest.mark.parametrize("column", ["kind", "priority", "state"])
def test_the_database_refuses_an_unknown_choice(incident: Incident, column: str) -> None:
    with pytest.raises(IntegrityError, match=f"incident_{column}_is_known"), transaction.atomic():
        Incident.objects.update(**{column: "x"})
