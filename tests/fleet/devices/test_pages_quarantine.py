"""The page of unknown senders: its warnings, its language, and what cannot be typed into it."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from fleet.devices.selectors import _COUNT_SENDERS, count_unknown_senders
from fleet.models import Device, Quarantine, Vehicle
from fleet.protocols.osmand import Request, decode
from tests import world as cast
from tests.fleet.conftest import delivery, store
from tests.vehicles import make_vehicle

pytestmark = pytest.mark.django_db(transaction=True)

CLAIM = "/fleet/quarantine/claim/"


@pytest.fixture
def people(transactional_db: None) -> cast.World:
    return cast.build()


@pytest.fixture
def bus(people: cast.World) -> Vehicle:
    return make_vehicle("bus-1", people.roads, name="Bus 1")


@pytest.fixture
def client(people: cast.World) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(people.slamet)
    return client


def send(query: str) -> None:
    request = Request("GET", query.encode())
    store([delivery(*decode(request), raw=request.to_bytes())])


def page(client: Client, language: str) -> str:
    client.cookies["django_language"] = language
    return client.get("/fleet/quarantine/").content.decode()


def test_a_vehicle_that_carries_a_device_is_marked(client: Client, bus: Vehicle) -> None:
    send("id=phone-9&lat=3.1&lon=98.4")
    option = page(client, "en").split(f'<option value="{bus.pk}">')[1].split("</option>")[0]
    assert "already carries bus-1" in option


def test_claiming_into_such_a_vehicle_is_done_and_warned_of(client: Client, bus: Vehicle) -> None:
    send("id=phone-9&lat=3.1&lon=98.4")
    client.cookies["django_language"] = "en"
    answer = client.post(CLAIM, {"identity": "phone-9", "vehicle": str(bus.pk)}, follow=True)
    assert Device.objects.get(identity="phone-9").vehicle == bus
    assert "carries another device, too: bus-1" in answer.content.decode()


def test_claiming_what_never_sent_says_what_to_do_instead(client: Client, bus: Vehicle) -> None:
    client.cookies["django_language"] = "en"
    answer = client.post(CLAIM, {"identity": "ghost", "vehicle": str(bus.pk)}, follow=True)
    assert "register it on its vehicle" in answer.content.decode()


@pytest.mark.parametrize("agency", ["²", "٣", "9" * 30])
def test_digits_that_are_no_agency_are_none(client: Client, agency: str) -> None:
    send("id=phone-9&lat=3.1&lon=98.4")
    assert client.post(CLAIM, {"identity": "phone-9", "name": "Van", "agency": agency}).status_code == 302
    assert Vehicle.objects.get(name="Van").agency is None


@pytest.mark.parametrize("vehicle", ["²", "٣", "9" * 30, "\0"])
def test_digits_that_are_no_vehicle_are_refused(client: Client, vehicle: str) -> None:
    send("id=phone-9&lat=3.1&lon=98.4")
    assert client.post(CLAIM, {"identity": "phone-9", "vehicle": vehicle}).status_code == 302
    assert not Device.objects.exists()


@pytest.mark.parametrize(
    "fields", [{"identity": "a\0b"}, {"name": "V\0n"}, {"plate": "BK\0"}, {"kind": "\0"}, {"agency": "\0"}]
)
def test_nothing_that_cannot_be_stored_breaks_a_claim(client: Client, fields: dict[str, str]) -> None:
    send("id=phone-9&lat=3.1&lon=98.4")
    assert client.post(CLAIM, {"identity": "phone-9", "name": "Van", **fields}).status_code == 302


def test_setting_aside_an_impossible_identity_is_refused_in_words(client: Client) -> None:
    answer = client.post("/fleet/quarantine/dismiss/", {"identity": "a\0b"})
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("language", "words"), [("en", "lat is not a number: “abc”"), ("id", "lat bukan angka: “abc”")]
)
def test_a_reason_is_read_in_the_readers_language(client: Client, language: str, words: str) -> None:
    send("id=phone-9&lat=abc&lon=98.4")
    assert words in page(client, language)


def test_what_was_sent_cannot_become_part_of_the_page(client: Client) -> None:
    send("id=phone-9&lat=%3Cscript%3E%25(x)s&lon=98.4")
    text = page(client, "en")
    assert "&lt;script&gt;%(x)s" in text


@pytest.mark.parametrize(
    "address",
    [
        "/fleet/?q=%00",
        "/fleet/?%00=1",
        "/fleet/?agency=%C2%B2",
        "/fleet/?page=%C2%B2",
        "/fleet/?state=%00",
        "/api/v1/fleet/vehicles?q=%00",
        "/api/v1/fleet/vehicles?agency=99999999999999999999999999",
        "/api/v1/fleet/vehicles?agency=%C2%B2",
    ],
)
def test_an_address_that_cannot_be_read_is_refused(client: Client, address: str) -> None:
    assert client.get(address).status_code == (422 if "%00" in address else 400)


@pytest.mark.parametrize(
    "address",
    [
        "/fleet/99999999999999999999999/",
        "/api/v1/fleet/vehicles/99999999999999999999999/positions?from=2026-03-01T00:00Z&to=2026-03-02T00:00Z",
    ],
)
def test_an_id_beyond_every_vehicle_is_nowhere(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("target", ["²", "9" * 30, "\0"])
def test_no_number_of_a_vehicle_or_device_breaks_a_move(client: Client, bus: Vehicle, target: str) -> None:
    device = bus.devices.get()
    for address in (f"/fleet/{bus.pk}/devices/{device.pk}/move/", f"/fleet/{bus.pk}/devices/attach/"):
        assert client.post(address, {"vehicle": target, "device": target}).status_code == 302
    device.refresh_from_db()
    assert device.vehicle == bus


def test_it_shows_what_the_latest_frame_says(client: Client) -> None:
    send("id=phone-9&lat=3.1&lon=98.4&speed=10")
    assert "3.10000, 98.40000" in page(client, "en")
    assert "19 km/h" in page(client, "en")
    assert "Isi bingkai terakhir" in page(client, "id")


def test_the_number_of_unknown_senders_does_not_grow_in_cost_with_their_frames(people: cast.World) -> None:
    now = timezone.now()
    Quarantine.objects.bulk_create(
        Quarantine(
            digest=number.to_bytes(16, "big"), raw=b"x", transport="tcp", protocol="gt06",
            identity=f"sender {number % 7}", reason="unknown_device", arrival=now, last_arrival=now,
        )
        for number in range(300)
    )  # fmt: skip
    assert count_unknown_senders(people.ani, limit=100) == 7
    assert count_unknown_senders(people.ani, limit=3) == 3
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {_COUNT_SENDERS}", [100])
        assert "quarantine_open" in "\n".join(row[0] for row in cursor.fetchall())
