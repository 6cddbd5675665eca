"""Alarms: shown until somebody takes them, or until they are too old or too many to ask anybody."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from fleet.errors import UnknownEvent
from fleet.events.actions.acknowledge_event import acknowledge_event
from fleet.events.actions.raise_event import Finding, raise_event
from fleet.events.kinds import EventKind
from fleet.events.snapshot import shown_events
from fleet.models import Device, Vehicle, VehicleEvent
from fleet.rules.scheduled_detectors.old_alarms import hide_old_alarms
from kit.severity import Severity
from live.models import OutboxEvent
from people.access import Denied
from people.models import AuditEntry
from tests.vehicles import make_vehicle
from tests.world import World

NOW = timezone.now()


@pytest.fixture
def truck(world: World) -> Vehicle:
    return make_vehicle("truck-1", world.roads)


def alarm(vehicle: Vehicle, kind: EventKind = EventKind.OVERSPEED, *, age: timedelta = timedelta()) -> VehicleEvent:
    at = NOW - age
    event = raise_event(Finding(kind, Severity.ALARM, vehicle, at, at))
    assert event is not None
    VehicleEvent.objects.filter(pk=event.pk).update(raised_at=at)
    return event


def shown(audience: str = "centre") -> list[int]:
    return [event.id for event in shown_events(audience)]


def removed() -> list[tuple[int, list[str]]]:
    events = OutboxEvent.objects.filter(type="vehicle_event.removed").order_by("id")
    return [(event.data["id"], event.audiences) for event in events]


def post(client: Client, event_id: int, body: Any = None) -> Any:
    address = f"/api/v1/fleet/events/{event_id}/acknowledge"
    return client.post(address, {} if body is None else body, content_type="application/json")


def test_an_alarm_is_shown_until_somebody_takes_it(world: World, truck: Vehicle) -> None:
    event = alarm(truck, age=timedelta(hours=20))
    assert shown() == [event.pk]
    acknowledge_event(world.ani, event.pk, note="Sudah ditelepon")
    assert shown() == []
    assert removed() == [(event.pk, [f"agency:{world.roads.pk}", "centre"])]


def test_who_took_it_when_and_what_they_noted_is_kept(world: World, truck: Vehicle) -> None:
    event = alarm(truck)
    acknowledge_event(world.ani, event.pk, note=" Sudah ditelepon ")
    event.refresh_from_db()
    assert (event.acknowledged_by, event.acknowledge_note) == (world.ani, "Sudah ditelepon")
    assert event.acknowledged_at is not None
    entry = AuditEntry.objects.get(action="event.acknowledge")
    assert entry.detail["note"] == "Sudah ditelepon"


def test_taking_it_again_changes_nothing(world: World, truck: Vehicle) -> None:
    event = alarm(truck)
    first = acknowledge_event(world.ani, event.pk, note="pertama")
    again = acknowledge_event(world.slamet, event.pk, note="kedua")
    assert (again.acknowledged_by, again.acknowledge_note) == (world.ani, "pertama")
    assert again.acknowledged_at == first.acknowledged_at
    assert len(removed()) == 1
    assert AuditEntry.objects.filter(action="event.acknowledge").count() == 1


def test_only_operators_and_supervisors_take_alarms(world: World, truck: Vehicle) -> None:
    event = alarm(truck)
    for person in (world.budi, world.dewi, world.eka, world.fajar, world.gita):
        with pytest.raises(Denied):
            acknowledge_event(person, event.pk)
    assert shown() == [event.pk]


def test_what_was_never_an_alarm_cannot_be_taken(world: World, truck: Vehicle) -> None:
    note = raise_event(Finding(EventKind.IGNITION_ON, Severity.NOTE, truck, NOW, NOW))
    assert note is not None
    with pytest.raises(UnknownEvent):
        acknowledge_event(world.ani, note.pk)


def test_an_agency_sees_no_alarm_of_another(world: World, truck: Vehicle) -> None:
    event = alarm(truck)
    assert shown(f"agency:{world.roads.pk}") == [event.pk]
    assert shown(f"agency:{world.fire.pk}") == []
    assert shown("public") == []


def test_the_worker_hides_what_is_twelve_hours_old(truck: Vehicle) -> None:
    old, young = alarm(truck, age=timedelta(hours=13)), alarm(truck, age=timedelta(hours=11))
    assert hide_old_alarms(NOW) == 1
    assert shown() == [young.pk]
    assert [pk for pk, _audiences in removed()] == [old.pk]


def silence(phone: Device, why: str, minutes_ago: int) -> VehicleEvent:
    assert phone.vehicle is not None
    at = NOW - timedelta(minutes=minutes_ago)
    found = Finding(EventKind.SILENT, Severity.WARNING, phone.vehicle, at, at, phone.pk, detail={"why": why})
    event = raise_event(found)
    assert event is not None
    return event


def heard_again(phone: Device, minutes_ago: int) -> None:
    assert phone.vehicle is not None
    at = NOW - timedelta(minutes=minutes_ago)
    raise_event(Finding(EventKind.HEARD_AGAIN, Severity.NOTE, phone.vehicle, at, at, phone.pk))


def test_a_silence_leaves_the_walls_when_the_device_is_heard_again(truck: Vehicle) -> None:
    phone = Device.objects.create(identity="phone-1", vehicle=truck)
    over = silence(phone, "no_signal", 60)
    heard_again(phone, 50)
    anew = silence(phone, "no_signal", 20)
    assert hide_old_alarms(NOW) == 1
    assert shown() == [anew.pk]
    assert [pk for pk, _audiences in removed()] == [over.pk]


def test_a_silence_after_tampering_waits_for_somebody(truck: Vehicle) -> None:
    phone = Device.objects.create(identity="phone-1", vehicle=truck)
    tampered = silence(phone, "tampered", 60)
    heard_again(phone, 50)
    assert hide_old_alarms(NOW) == 0
    assert shown() == [tampered.pk]


def test_a_call_for_help_does_not_grow_old(truck: Vehicle) -> None:
    call = alarm(truck, EventKind.SOS, age=timedelta(days=3))
    hide_old_alarms(NOW)
    assert shown() == [call.pk]


def test_the_worker_keeps_the_newest_and_every_call_for_help(truck: Vehicle) -> None:
    call = alarm(truck, EventKind.SOS, age=timedelta(hours=5))
    events = [alarm(truck, age=timedelta(minutes=minute)) for minute in range(5)]
    assert hide_old_alarms(NOW, at_most=3) == 3
    assert shown() == [events[0].pk, events[1].pk, call.pk]


def test_hiding_twice_tells_once(truck: Vehicle) -> None:
    alarm(truck, age=timedelta(hours=13))
    hide_old_alarms(NOW)
    assert hide_old_alarms(NOW) == 0
    assert len(removed()) == 1


def test_the_api_takes_an_alarm(world: World, truck: Vehicle) -> None:
    event, client = alarm(truck), Client()
    client.force_login(world.ani)
    answer = post(client, event.pk, {"note": "Ambulans dikirim"})
    assert answer.status_code == 200
    assert (answer.json()["id"], answer.json()["note"]) == (event.pk, "Ambulans dikirim")
    assert datetime.fromisoformat(answer.json()["acknowledged_at"]) >= NOW
    assert shown() == []


def test_the_api_wants_the_csrf_token(world: World, truck: Vehicle) -> None:
    event, client = alarm(truck), Client(enforce_csrf_checks=True)
    client.force_login(world.ani)
    assert post(client, event.pk).status_code == 403
    assert shown() == [event.pk]


@pytest.mark.parametrize("body", [[], {"note": 5}, {"note": "x" * 201}, {"other": ""}])
def test_the_api_refuses_what_it_does_not_understand(world: World, truck: Vehicle, body: Any) -> None:
    event, client = alarm(truck), Client()
    client.force_login(world.ani)
    assert post(client, event.pk, body).status_code == 400
    assert shown() == [event.pk]
