"""Two people at the same moment."""

from functools import partial

import pytest
from django.db import IntegrityError, transaction

from complaints.actions.forward import forward
from complaints.actions.submit import submit
from complaints.actions.verify import verify
from complaints.intake.submission import parse_submission
from complaints.models import Category, Channel
from incidents.actions.advance import advance
from incidents.actions.assign_vehicle import assign_vehicle
from incidents.actions.close import close
from incidents.actions.link_complaints import link_complaints
from incidents.actions.open_incident import IncidentDraft, open_incident
from incidents.errors import AlreadyAssigned, ChangedMeanwhile, StepNotAllowed, VehiclesStillAssigned
from incidents.lifecycle import Act
from incidents.models import Incident, IncidentComplaint, IncidentVehicle, State
from tests import world as cast
from tests.complaints.test_at_once import at_once
from tests.vehicles import make_vehicle

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(transactional_db: None) -> cast.World:
    return cast.build()


@pytest.fixture
def code(people: cast.World) -> str:
    return open_incident(people.ani, IncidentDraft("Kecelakaan", "accident")).code


def test_of_two_who_assign_the_same_vehicle_one_is_told_that_it_is_assigned(people: cast.World, code: str) -> None:
    vehicle = make_vehicle("ambulans-1", people.fire).pk
    outcomes = at_once(
        lambda: assign_vehicle(code, people.ani, vehicle), lambda: assign_vehicle(code, people.slamet, vehicle)
    )
    assert sum(isinstance(outcome, AlreadyAssigned) for outcome in outcomes) == 1
    assert IncidentVehicle.objects.filter(released_at=None).count() == 1


def test_two_who_assign_different_vehicles_both_succeed(people: cast.World, code: str) -> None:
    first, second = (make_vehicle(f"ambulans-{n}", people.fire).pk for n in (1, 2))
    at_once(lambda: assign_vehicle(code, people.ani, first), lambda: assign_vehicle(code, people.slamet, second))
    assert IncidentVehicle.objects.filter(released_at=None).count() == 2


def test_the_database_alone_refuses_a_second_open_assignment(people: cast.World, code: str) -> None:
    vehicle = make_vehicle("ambulans-1", people.fire)
    row = assign_vehicle(code, people.ani, vehicle.pk)
    with pytest.raises(IntegrityError, match="vehicle_assigned_once"), transaction.atomic():
        IncidentVehicle.objects.create(incident=row.incident, vehicle=vehicle)


def test_no_closed_incident_keeps_a_vehicle_however_it_falls(people: cast.World) -> None:
    vehicle = make_vehicle("ambulans-1", people.fire).pk
    for _ in range(5):
        code = open_incident(people.ani, IncidentDraft("Kecelakaan", "accident")).code
        advance(Act.CONTAIN, code, people.ani)
        outcomes = at_once(
            partial(assign_vehicle, code, people.ani, vehicle),
            partial(close, code, people.slamet, note="Selesai"),
        )
        assert sum(isinstance(one, StepNotAllowed | VehiclesStillAssigned) for one in outcomes) == 1
    held = IncidentVehicle.objects.filter(released_at=None, incident__state=State.CLOSED)
    assert not held.exists()


def test_of_two_who_advance_from_the_same_page_one_looks_again(people: cast.World, code: str) -> None:
    outcomes = at_once(
        lambda: advance(Act.CONTAIN, code, people.ani, version=1),
        lambda: advance(Act.CONTAIN, code, people.slamet, version=1),
    )
    assert sum(isinstance(outcome, ChangedMeanwhile) for outcome in outcomes) == 1


def test_incidents_opened_at_once_have_numbers_of_their_own(people: cast.World) -> None:
    at_once(*[lambda: open_incident(people.ani, IncidentDraft("Api", "fire"))] * 6)
    assert sorted(code[5:] for code in Incident.objects.values_list("code", flat=True)) == [
        f"000{n}" for n in range(1, 7)
    ]


def test_a_complaint_is_linked_while_it_is_forwarded_without_a_deadlock(people: cast.World, code: str) -> None:
    Category.objects.create(code="jalan", name="Jalan rusak", default_agency=people.roads)
    values = parse_submission({"category": "jalan", "title": "Lubang besar"})
    for _ in range(5):
        tracking = submit(values, Channel.PORTAL).complaint.tracking_code
        verify(tracking, people.ani)
        other = open_incident(people.ani, IncidentDraft("Api", "fire"), [tracking]).code
        outcomes = at_once(
            partial(forward, tracking, people.ani, instruction="Periksa"),
            partial(link_complaints, code, people.slamet, [tracking]),
        )
        assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
        assert IncidentComplaint.objects.filter(incident__code__in=[code, other]).exists()
