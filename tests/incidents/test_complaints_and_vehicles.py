"""Opening an incident from complaints, linking them, and sending vehicles."""

from uuid import uuid4

import pytest

from complaints.errors import ComplaintNotFound
from fleet.models import Vehicle
from incidents.actions.assign_vehicle import assign_vehicle
from incidents.actions.link_complaints import link_complaints, unlink_complaint
from incidents.actions.open_incident import IncidentDraft, open_incident
from incidents.actions.release_vehicle import release_vehicle
from incidents.errors import AlreadyAssigned, AlreadyLinked, Missing, NotAssigned, NotLinked
from incidents.models import Incident, IncidentComplaint, IncidentEntry, IncidentVehicle
from kit.errors import BadInput
from tests.incidents.conftest import Send
from tests.world import World

pytestmark = pytest.mark.django_db


def test_title_and_place_come_from_the_first_complaint(world: World, send: Send) -> None:
    first, second = send(landmark="Depan pasar"), send(title="Pohon besar roboh", lon=98.5, lat=3.2)
    codes = [first.tracking_code, second.tracking_code]
    incident = open_incident(world.ani, IncidentDraft("", "infrastructure"), codes)
    assert (incident.title, incident.place) == ("Pohon menutup jalan", first.place or "Depan pasar")
    assert incident.point is not None and incident.point.coords == (98.4908, 3.1001)
    assert [link.complaint for link in IncidentComplaint.objects.order_by("id")] == [first, second]


def test_the_words_of_a_secret_complaint_are_not_proposed(world: World, send: Send) -> None:
    secret = send(title="Camat menebang pohon", landmark="Rumah camat", confidential=True)
    incident = open_incident(world.ani, IncidentDraft("", "other"), [secret.tracking_code])
    assert incident.title == "Pohon tumbang"
    assert "camat" not in incident.place.lower()


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (IncidentDraft("", "fire"), "title"),
        (IncidentDraft("x" * 141, "fire"), "title"),
        (IncidentDraft("Api", "dragon"), "kind"),
        (IncidentDraft("Api", "fire", priority="x"), "priority"),
        (IncidentDraft("Api", "fire", lon="98.49", lat=""), "lon"),
        (IncidentDraft("Api", "fire", lon="98,49", lat="3,1"), "lon"),
        (IncidentDraft("Api", "fire", place="x" * 201), "place"),
    ],
)
def test_it_rejects_what_cannot_be_and_names_the_field(world: World, draft: IncidentDraft, field: str) -> None:
    with pytest.raises(BadInput) as raised:
        open_incident(world.ani, draft)
    assert raised.value.field == field
    assert not Incident.objects.exists()


def test_it_rejects_a_complaint_that_there_is_not(world: World) -> None:
    with pytest.raises(ComplaintNotFound):
        open_incident(world.ani, IncidentDraft("Api", "fire"), ["7KQ3M-9XWD4"])
    assert not Incident.objects.exists()


def test_numbers_follow_each_other_within_the_year(world: World) -> None:
    codes = [open_incident(world.ani, IncidentDraft("Api", "fire")).code for _ in range(3)]
    assert [code[4:] for code in codes] == ["-0001", "-0002", "-0003"]
    Incident.objects.filter(code=codes[2]).update(code=f"{codes[2][:4]}-9999")
    assert open_incident(world.ani, IncidentDraft("Api", "fire")).code[4:] == "-10000"
    assert open_incident(world.ani, IncidentDraft("Api", "fire")).code[4:] == "-10001"


def test_the_same_form_sent_again_opens_no_second_incident(world: World) -> None:
    draft = IncidentDraft("Api", "fire", form_token=uuid4())
    assert open_incident(world.ani, draft).pk == open_incident(world.ani, draft).pk


def test_a_complaint_is_linked_once_and_can_be_unlinked(world: World, send: Send, incident: Incident) -> None:
    complaint = send()
    link_complaints(incident.code, world.ani, [complaint.tracking_code.lower()])
    with pytest.raises(AlreadyLinked):
        link_complaints(incident.code, world.ani, [complaint.tracking_code])
    unlink_complaint(incident.code, world.ani, complaint.tracking_code)
    with pytest.raises(NotLinked):
        unlink_complaint(incident.code, world.ani, complaint.tracking_code)
    assert list(IncidentEntry.objects.values_list("kind", flat=True)) == ["opened", "linked", "unlinked"]


def test_of_two_complaints_with_a_wrong_one_none_is_linked(world: World, send: Send, incident: Incident) -> None:
    with pytest.raises(ComplaintNotFound):
        link_complaints(incident.code, world.ani, [send().tracking_code, "7KQ3M-9XWD4"])
    assert not IncidentComplaint.objects.exists()


def test_a_vehicle_is_sent_released_and_sent_again(world: World, incident: Incident, engine: Vehicle) -> None:
    assign_vehicle(incident.code, world.ani, engine.pk)
    with pytest.raises(AlreadyAssigned):
        assign_vehicle(incident.code, world.slamet, engine.pk)
    release_vehicle(incident.code, world.slamet, engine.pk)
    with pytest.raises(NotAssigned):
        release_vehicle(incident.code, world.ani, engine.pk)
    assign_vehicle(incident.code, world.ani, engine.pk)
    rows = IncidentVehicle.objects.order_by("id").values_list("assigned_by__username", "released_by__username")
    assert list(rows) == [("ani", "slamet"), ("ani", None)]


def test_a_vehicle_out_of_use_is_not_sent(world: World, incident: Incident, engine: Vehicle) -> None:
    Vehicle.objects.update(active=False)
    for vehicle_id in (engine.pk, None, 2**40):
        with pytest.raises(Missing):
            assign_vehicle(incident.code, world.ani, vehicle_id)
