"""From an unknown device to a vehicle on the map."""

import psycopg
import pytest
from asgiref.sync import async_to_sync
from django.test import Client

from fleet.devices import quarantine_replay
from fleet.devices.actions.claim_device import claim_device, dismiss_frames
from fleet.devices.quarantine_replay import replay_quarantine
from fleet.devices.selectors import waits_to_be_stored
from fleet.errors import BadIdentity, IdentityTaken, NeverSent
from fleet.models import Device, Position, Quarantine, Vehicle
from fleet.protocols.osmand import Request, decode
from kit.conninfo import conninfo
from people.access import Denied
from people.models import AuditEntry
from tests import world as cast
from tests.fleet.conftest import delivery, store
from tests.vehicles import make_vehicle

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(transactional_db: None) -> cast.World:
    return cast.build()


@pytest.fixture
def bus(people: cast.World) -> Vehicle:
    return make_vehicle("bus-1", people.roads)


def send(query: str) -> None:
    request = Request("GET", query.encode())
    (message,) = decode(request)
    store([delivery(message, raw=request.to_bytes())])


def test_claiming_stores_everything_that_the_device_has_sent(people: cast.World, bus: Vehicle) -> None:
    for n in range(3):
        send(f"id=phone-9&lat=3.1&lon=98.4&timestamp={1772366400 + n}")
    claim_device(people.ani, "phone-9", bus)
    assert async_to_sync(replay_quarantine)(conninfo(), "phone-9") == 3
    assert Position.objects.filter(vehicle=bus).count() == 3
    assert not Quarantine.objects.filter(resolved_at=None).exists()


def test_who_claims_does_not_wait_for_all_of_a_long_past(
    people: cast.World, bus: Vehicle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quarantine_replay, "_BATCH", 2)
    monkeypatch.setattr(quarantine_replay, "_BRIEF", 2)
    for n in range(7):
        send(f"id=phone-9&lat=3.1&lon=98.4&timestamp={1772366400 + n}")
    claim_device(people.ani, "phone-9", bus)
    assert async_to_sync(replay_quarantine)(conninfo(), "phone-9", briefly=True) == 4
    assert waits_to_be_stored("phone-9")
    assert async_to_sync(replay_quarantine)(conninfo()) == 3
    assert not waits_to_be_stored("phone-9")


def test_a_frame_that_just_comes_again_is_not_set_aside(people: cast.World) -> None:
    send("id=phone-9&lat=3.1&lon=98.4&timestamp=1772366400")
    send("id=phone-9&lat=3.1&lon=98.4&timestamp=1772366401")
    first = Quarantine.objects.order_by("pk")[0]
    with psycopg.connect(conninfo()) as gateway:
        gateway.execute("UPDATE fleet_quarantine SET count = count + 1 WHERE id = %s", [first.pk])
        assert dismiss_frames(people.ani, "phone-9") == 1
    assert list(Quarantine.objects.filter(resolved_at=None)) == [first]


def test_replaying_twice_stores_once(people: cast.World, bus: Vehicle) -> None:
    send("id=phone-9&lat=3.1&lon=98.4&timestamp=1772366400")
    claim_device(people.ani, "phone-9", bus)
    async_to_sync(replay_quarantine)(conninfo())
    Quarantine.objects.update(resolved_at=None)
    async_to_sync(replay_quarantine)(conninfo())
    assert Position.objects.count() == 1


def test_frames_of_other_unknown_devices_stay(people: cast.World, bus: Vehicle) -> None:
    send("id=phone-8&lat=3.1&lon=98.4")
    send("id=phone-9&lat=3.1&lon=98.4")
    claim_device(people.ani, "phone-9", bus)
    async_to_sync(replay_quarantine)(conninfo())
    assert Quarantine.objects.get(resolved_at=None).identity == "phone-8"


def test_it_leaves_a_trace_in_the_audit(people: cast.World, bus: Vehicle) -> None:
    send("id=phone-9&lat=3.1&lon=98.4")
    claim_device(people.ani, "phone-9", bus)
    entry = AuditEntry.objects.get(action="device.claim")
    assert (entry.actor, entry.detail["vehicle"]) == (people.ani, bus.pk)


def test_an_agencys_officer_may_not_claim(people: cast.World, bus: Vehicle) -> None:
    with pytest.raises(Denied):
        claim_device(people.budi, "phone-9", bus)
    assert not Device.objects.filter(identity="phone-9").exists()


def test_a_known_device_cannot_be_claimed_again(people: cast.World, bus: Vehicle) -> None:
    with pytest.raises(IdentityTaken):
        claim_device(people.ani, "bus-1", bus)


def test_an_operator_claims_on_the_page(people: cast.World, bus: Vehicle) -> None:
    send("id=phone-9&lat=3.1&lon=98.4&timestamp=1772366400")
    client = Client()
    client.force_login(people.ani)
    assert "phone-9" in client.get("/fleet/quarantine/").content.decode()
    answer = client.post("/fleet/quarantine/claim/", {"identity": "phone-9", "vehicle": str(bus.pk)})
    assert answer.status_code == 302
    assert Position.objects.filter(vehicle=bus).count() == 1
    assert 'value="phone-9"' not in client.get("/fleet/quarantine/").content.decode()


def test_a_device_that_never_sent_cannot_be_claimed(people: cast.World, bus: Vehicle) -> None:
    with pytest.raises(NeverSent):
        claim_device(people.ani, "phone-9", bus)
    assert not Device.objects.filter(identity="phone-9").exists()


def test_a_device_that_sends_only_nonsense_cannot_be_claimed(people: cast.World, bus: Vehicle) -> None:
    send("id=phone-9&lat=abc&lon=98.4")
    with pytest.raises(NeverSent):
        claim_device(people.ani, "phone-9", bus)


@pytest.mark.parametrize("identity", ["a\0b", "\0", "a\ud800", ""])
def test_it_rejects_an_identity_that_nothing_can_have(people: cast.World, bus: Vehicle, identity: str) -> None:
    with pytest.raises(BadIdentity):
        claim_device(people.ani, identity, bus)


def test_it_rejects_setting_aside_what_no_sender_is_called(people: cast.World) -> None:
    with pytest.raises(BadIdentity):
        dismiss_frames(people.ani, "a\0b")
