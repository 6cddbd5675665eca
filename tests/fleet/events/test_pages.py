"""The page of events."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection
from django.test import Client

from fleet.events.kinds import EventKind
from fleet.models import Position, VehicleEvent
from kit.severity import Severity
from tests.fleet.conftest import delivery, fix, store
from tests.vehicles import make_vehicle
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def speeding(transactional_db: None, world: World) -> VehicleEvent:
    """A vehicle of the roads agency drove too fast."""
    vehicle = make_vehicle("truck-9", world.roads, name="Truk 9")
    store([delivery(fix("truck-9", speed_mps=25.0))])
    position = Position.objects.get()
    return VehicleEvent.objects.create(
        kind=EventKind.OVERSPEED, severity=Severity.WARNING, device=vehicle.devices.get(), vehicle=vehicle,
        agency=world.roads, time=AT, since=AT, raised_at=AT, causes=[[round(AT.timestamp() * 1e6), position.content]],
        detail={"limit_kmh": 60.0, "top_kmh": 90.0, "for_s": 30},
    )  # fmt: skip


def shown(client: Client, query: str = "") -> str:
    answer = client.get(f"/fleet/events/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_event_is_explained_with_the_fix_that_caused_it(
    client: Client, world: World, speeding: VehicleEvent
) -> None:
    client.force_login(world.ani)
    page = shown(client)
    assert "Up to 90 km/h for 30 s where 60 km/h is the limit." in page
    assert "90 km/h · " in page
    assert "3.10000, 98.49000" in page


def test_an_officer_sees_the_own_agencys_events_alone(client: Client, world: World, speeding: VehicleEvent) -> None:
    client.force_login(world.budi)
    assert "Truk 9" in shown(client)
    client.force_login(world.citra)
    assert "Truk 9" not in shown(client)
    assert client.get(f"/fleet/events/?vehicle={speeding.vehicle_id}").status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?kind=overspeed", True),
        ("?kind=sos", False),
        ("?severity=2", False),
        ("?handled=open", True),
        ("?handled=done", False),
        ("?handled=", True),
        ("?day=2026-03-01", True),
        ("?day=2026-03-02", False),
        ("?vehicle=&kind=&severity=0&day=", True),
    ],
)
def test_the_list_is_narrowed(client: Client, world: World, speeding: VehicleEvent, query: str, found: bool) -> None:
    client.force_login(world.ani)
    assert ("Up to 90 km/h" in shown(client, query)) is found


@pytest.mark.parametrize("query", ["?kind=nonsense", "?severity=9", "?day=yesterday", "?vehicle=x", "?colour=red"])
def test_a_query_that_means_nothing_is_refused(client: Client, world: World, query: str) -> None:
    client.force_login(world.ani)
    assert client.get(f"/fleet/events/{query}").status_code == 400


def test_alarms_are_acknowledged_together_with_one_note(client: Client, world: World, speeding: VehicleEvent) -> None:
    alarms = [speeding.pk]
    for number in range(1, 4):
        speeding.pk, speeding.time = None, AT.replace(minute=number)
        speeding.save()
        alarms.append(speeding.pk)
    left = alarms.pop()
    client.force_login(world.ani)
    assert f'name="event" value="{left}"' in shown(client)
    sent = {"event": [*alarms, "999999", "x"], "note": "driver called", "back": "kind=overspeed"}
    answer = client.post("/fleet/events/acknowledge/", sent)
    assert answer["Location"] == "/fleet/events/?kind=overspeed"
    taken = VehicleEvent.objects.filter(acknowledged_by=world.ani, acknowledge_note="driver called")
    assert set(taken.values_list("pk", flat=True)) == set(alarms)
    page = shown(client)
    assert "acknowledged by Ani" in page
    assert f'name="event" value="{alarms[0]}"' not in page


def test_a_sentence_that_only_repeats_the_kind_is_not_said_twice(
    client: Client, world: World, speeding: VehicleEvent
) -> None:
    client.force_login(world.ani)
    assert "90" in shown(client).split("happening-kind")[1].split("</p>")[0]
    VehicleEvent.objects.update(kind=EventKind.IGNITION_ON, detail={})
    said = shown(client).split("happening-kind")[1].split("</p>")[0]
    assert said.casefold().count(str(EventKind.IGNITION_ON.label).casefold()) == 1


def test_who_may_not_acknowledge_gets_no_boxes(client: Client, world: World, speeding: VehicleEvent) -> None:
    client.force_login(world.budi)
    assert 'name="event"' not in shown(client)
    assert client.post("/fleet/events/acknowledge/", {"event": [speeding.pk]}).status_code == 403


def test_an_acknowledged_alarm_stays_in_the_list_with_who_and_when(
    client: Client, world: World, speeding: VehicleEvent
) -> None:
    client.force_login(world.ani)
    values = {"event": speeding.pk, "note": "Diperingatkan", "back": "handled=open"}
    assert client.post("/fleet/events/acknowledge/", values)["location"] == "/fleet/events/?handled=open"
    assert "Truk 9</a>" not in shown(client, "?handled=open")
    page = shown(client, "?handled=done")
    assert "Ani" in page and "Diperingatkan" in page


def test_a_refused_acknowledgement_leads_back_to_the_list_as_it_was_filtered(
    client: Client, world: World, speeding: VehicleEvent
) -> None:
    client.force_login(world.ani)
    assert client.post("/fleet/events/acknowledge/", {"back": "handled=open"})["location"].endswith("?handled=open")
    assert client.get("/fleet/events/?handled=maybe").status_code == 400


@pytest.mark.parametrize("damage", ["kind = 'bogus'", """causes = '[["a", 1]]'""", """detail = '{"for_s": "a"}'"""])
def test_an_event_that_cannot_be_read_takes_no_page_down(
    client: Client, world: World, speeding: VehicleEvent, damage: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE fleet_vehicleevent SET {damage} WHERE id = %s", [speeding.pk])
    client.force_login(world.ani)
    for query in ("", "?severity=2", "?handled=open"):
        assert client.get(f"/fleet/events/{query}").status_code == 200
    for path in ("/", "/?day=2026-03-01"):
        assert client.get(f"/fleet/{speeding.vehicle_id}{path}").status_code == 200


@pytest.mark.parametrize("damage", ["detail = '[1]'", "causes = '7'", "severity = 9"])
def test_the_database_refuses_what_no_page_could_read(speeding: VehicleEvent, damage: str) -> None:
    with connection.cursor() as cursor, pytest.raises(IntegrityError):
        cursor.execute(f"UPDATE fleet_vehicleevent SET {damage} WHERE id = %s", [speeding.pk])
