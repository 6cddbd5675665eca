"""For every event type: a snapshot plus the events that follow equals a fresh snapshot, for every audience."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from cameras.actions.edit_camera import edit_camera
from cameras.actions.register_camera import register_camera
from cameras.drafts import CameraDraft
from complaints.actions.forward import forward
from complaints.actions.return_ import return_
from complaints.actions.submit import submit
from complaints.actions.verify import verify
from complaints.intake.submission import parse_submission
from complaints.models import Category, Channel, Complaint
from fleet.events.actions.acknowledge_event import acknowledge_event
from fleet.events.actions.raise_event import Finding, raise_event
from fleet.events.kinds import EventKind
from fleet.models import Vehicle, VehicleEvent
from fleet.vehicles.actions.create_vehicle import NewVehicle, create_vehicle
from fleet.vehicles.actions.edit_vehicle import VehicleDetails, edit_vehicle
from incidents.actions.add_note import add_note
from incidents.actions.advance import advance
from incidents.actions.assign_vehicle import assign_vehicle
from incidents.actions.close import close
from incidents.actions.link_complaints import unlink_complaint
from incidents.actions.open_incident import IncidentDraft, open_incident
from incidents.actions.release_vehicle import release_vehicle
from incidents.lifecycle import Act
from kit.severity import Severity
from layers.actions.draw_zone import draw_zone
from layers.actions.publish_zone import publish_zone
from layers.actions.retire_zone import retire_zone
from layers.drafts import parse_draft
from layers.models import Zone
from live import outbox, registry, snapshot
from tests.world import World

State = dict[str, dict[int, dict[str, Any]]]
SQUARE = [[98.40, 3.10], [98.42, 3.10], [98.42, 3.12], [98.40, 3.12], [98.40, 3.10]]


def a_complaint_is_sent(world: World) -> Complaint:
    Category.objects.get_or_create(code="jalan", defaults={"name": "Jalan rusak", "default_agency": world.roads})
    values = {"category": "jalan", "title": "Lubang besar", "lon": 98.49, "lat": 3.1}
    return submit(parse_submission(values), Channel.PORTAL).complaint


def a_complaint_leaves_its_agency(world: World) -> None:
    code = a_complaint_is_sent(world).tracking_code
    verify(code, world.ani)
    forward(code, world.ani, instruction="Periksa")
    return_(code, world.budi, reason="Jalan provinsi")


def a_zone_is_published(world: World) -> int:
    drawn = draw_zone(
        world.dewi,
        parse_draft(
            {
                "purpose": "hazard",
                "kind": "flood",
                "level": 2,
                "name": "Banjir",
                "geometry": {"type": "Polygon", "coordinates": [SQUARE]},
            }
        ),
    )
    publish_zone(world.dewi, drawn.zone.pk, drawn.zone.revision)
    return drawn.zone.pk


def a_zone_is_retired(world: World) -> None:
    zone_id = a_zone_is_published(world)

    retire_zone(world.dewi, zone_id, Zone.objects.get(pk=zone_id).revision)


def a_camera_is_registered(world: World) -> Any:
    return register_camera(world.gita, CameraDraft("cctv-1", "Simpang", 98.5, 3.1, agency=world.roads))


def a_camera_changes_its_agency(world: World) -> None:
    camera = a_camera_is_registered(world)
    moved = CameraDraft("cctv-1", "Simpang", 98.5, 3.1, agency=world.fire)
    edit_camera(world.gita, camera.pk, camera.revision, moved)


def a_vehicle_is_created(world: World) -> Any:
    return create_vehicle(world.gita, NewVehicle("Patroli 1", "BK 1 A", "car", world.roads))


def a_vehicle_changes_its_agency(world: World) -> None:
    vehicle = a_vehicle_is_created(world)
    edit_vehicle(
        world.gita, vehicle.pk, VehicleDetails(vehicle.name, vehicle.plate, vehicle.kind, world.fire, active=True)
    )


def an_alarm_is_raised(world: World) -> VehicleEvent:
    now = timezone.now()
    found = Finding(EventKind.SOS, Severity.ALARM, a_vehicle_is_created(world), now, now)
    event = raise_event(found)
    assert event is not None
    return event


def an_alarm_is_acknowledged(world: World) -> None:
    acknowledge_event(world.ani, an_alarm_is_raised(world).pk, note="Ambulans dikirim")


def an_incident_is_opened(world: World) -> str:
    """From a complaint of the roads agency, which therefore sees it."""
    code = a_complaint_is_sent(world).tracking_code
    verify(code, world.ani)
    forward(code, world.ani, instruction="Periksa")
    incident = open_incident(world.ani, IncidentDraft("Longsor", "landslide", lon=98.49, lat=3.1), [code])
    assign_vehicle(incident.code, world.ani, a_vehicle_is_created(world).pk)
    return incident.code


def an_incident_is_closed_and_others_leave_an_agency(world: World) -> None:
    """One is closed; of the others the complaint is returned, or unlinked, or passes to another agency's vehicle."""
    code = an_incident_is_opened(world)
    vehicle = Vehicle.objects.get()
    release_vehicle(code, world.ani, vehicle.pk)
    advance(Act.CONTAIN, code, world.ani)
    close(code, world.ani, note="Jalan terbuka")
    complaint = Complaint.objects.latest("id").tracking_code
    open_incident(world.ani, IncidentDraft("Banjir", "flood"), [complaint])
    unlinked = open_incident(world.ani, IncidentDraft("Pohon", "other"), [complaint]).code
    unlink_complaint(unlinked, world.ani, complaint)
    moved = open_incident(world.ani, IncidentDraft("Api", "fire")).code
    assign_vehicle(moved, world.ani, vehicle.pk)
    details = VehicleDetails(vehicle.name, vehicle.plate, vehicle.kind, world.fire, active=True)
    edit_vehicle(world.gita, vehicle.pk, details)
    return_(complaint, world.budi, reason="Jalan provinsi")
    add_note(moved, world.ani, text="Api padam")


SCENARIOS: dict[str, Callable[[World], Any]] = {
    "complaint.changed": a_complaint_is_sent,
    "complaint.removed": a_complaint_leaves_its_agency,
    "zone.changed": a_zone_is_published,
    "zone.removed": a_zone_is_retired,
    "camera.changed": a_camera_is_registered,
    "camera.removed": a_camera_changes_its_agency,
    "vehicle.changed": a_vehicle_is_created,
    "vehicle.removed": a_vehicle_changes_its_agency,
    "incident.changed": an_incident_is_opened,
    "incident.removed": an_incident_is_closed_and_others_leave_an_agency,
    "vehicle_event.changed": an_alarm_is_raised,
    "vehicle_event.removed": an_alarm_is_acknowledged,
}


def fresh(audience: str) -> State:
    """What a client that connects now is sent."""
    state = snapshot.take(audience).state
    return {name: {item["id"]: item for item in items} for name, items in state.items()}


def follow(state: State, number: int, audience: str) -> set[str]:
    """Apply to ``state`` every event after ``number`` that ``audience`` may see; returns their types."""
    types = set()
    for event in outbox.read_new(number):
        if not event.audiences & {audience, "public"}:
            continue
        types.add(event.type)
        entity, _, what = event.type.partition(".")
        if what == "removed":
            state[entity].pop(event.data["id"], None)
        else:
            state[entity][event.data["id"]] = event.data
    return types


def test_every_event_type_has_a_scenario() -> None:
    assert set(SCENARIOS) == set(registry.event_types())


@pytest.mark.parametrize("event_type", sorted(SCENARIOS))
def test_a_snapshot_plus_events_equals_a_fresh_snapshot(world: World, event_type: str) -> None:
    for scenario in (a_complaint_is_sent, a_zone_is_published):
        scenario(world)
    outbox.number_pending()
    audiences = ["centre", f"agency:{world.roads.pk}", f"agency:{world.fire.pk}"]
    begun = {audience: fresh(audience) for audience in audiences}
    number = outbox.last_number()

    SCENARIOS[event_type](world)

    seen = set()
    for audience in audiences:
        seen |= follow(begun[audience], number, audience)
        assert begun[audience] == fresh(audience)
    assert event_type in seen
