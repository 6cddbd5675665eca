"""Phones set up by a code, and lists of trackers."""

import base64
import json
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from fleet.devices.actions.import_devices import import_devices, preview_devices
from fleet.devices.imei_list import luhn_holds
from fleet.devices.phone_setup import Gateway, new_identity, owntracks, traccar_client
from fleet.devices.secrets import ALPHABET
from fleet.models import Device, DeviceAssignment, Vehicle
from fleet.protocols.owntracks.post import identity_from
from people.access import Denied
from tests.fleet.people.conftest import browser_of
from tests.world import World

GATEWAY = Gateway("http", "gps.example.go.id", 5055, 5144)
IMEI = "490154203237518"


def test_an_identity_cannot_be_guessed_and_can_be_read_out() -> None:
    found = {new_identity() for _number in range(100)}
    assert len(found) == 100
    assert all(set(one) <= set(ALPHABET + "-") and len(one) == 19 for one in found)


def test_traccar_client_is_told_server_identity_and_interval() -> None:
    link = urlsplit(traccar_client(GATEWAY, "k7m2-9pxa").link)
    asked = parse_qs(link.query)
    assert (link.scheme, link.netloc, link.path) == ("http", "gps.example.go.id:5055", "/")
    assert (asked["id"], asked["interval"], asked["service"]) == (["k7m2-9pxa"], ["10"], ["true"])


def test_owntracks_is_told_to_send_by_http_under_this_identity() -> None:
    link = owntracks(GATEWAY, "k7m2-9pxa").link
    assert link.startswith("owntracks:///config?inline=")
    told = json.loads(base64.b64decode(unquote(link.partition("inline=")[2])))
    assert (told["_type"], told["mode"], told["url"]) == ("configuration", 3, "http://gps.example.go.id:5144/")
    assert identity_from(told["username"], told["deviceId"]) == "k7m2-9pxa"


def test_adding_a_phone_registers_it_and_shows_its_codes(world: World, bus: Vehicle, settings: Any) -> None:
    settings.PANTAU_PUBLIC_GATEWAY_HOST = "gps.example.go.id"
    client = browser_of(world.ani)
    answer = client.post(f"/fleet/{bus.pk}/enrol/", {"label": "Rudi's phone"})
    device = Device.objects.get(label="Rudi's phone")
    assert (device.vehicle, answer["Location"]) == (bus, f"/fleet/devices/{device.pk}/setup/")
    page = client.get(answer["Location"]).content.decode()
    assert page.count('class="qr"') == 1
    assert "http://gps.example.go.id:5055/" in page
    assert device.identity in page
    assert "Waiting for the first position" in page


@pytest.mark.parametrize(("app", "title"), [("osmand", "Traccar Client"), ("owntracks", "OwnTracks")])
def test_a_phone_is_known_by_the_protocol_of_its_app(world: World, bus: Vehicle, app: str, title: str) -> None:
    client = browser_of(world.ani)
    client.post(f"/fleet/{bus.pk}/enrol/", {"app": app})
    device = Device.objects.get()
    assert device.protocol == app
    assert f"<h2>{title}</h2>" in client.get(f"/fleet/devices/{device.pk}/setup/").content.decode()


def test_the_app_of_a_phone_can_be_changed_on_the_page_that_sets_it_up(world: World, bus: Vehicle) -> None:
    client = browser_of(world.ani)
    client.post(f"/fleet/{bus.pk}/enrol/", {"label": "HP Budi", "app": "osmand"})
    device = Device.objects.get()
    for app, found in (("owntracks", "owntracks"), ("morse", "owntracks")):
        assert client.post(f"/fleet/devices/{device.pk}/setup/", {"app": app}).status_code == 302
        device.refresh_from_db()
        assert (device.protocol, device.label) == (found, "HP Budi")


def test_a_device_of_no_known_app_is_shown_every_code(world: World, bus: Vehicle) -> None:
    device = Device.objects.create(identity="k7m2-9pxa", vehicle=bus)
    page = browser_of(world.ani).get(f"/fleet/devices/{device.pk}/setup/").content.decode()
    assert page.count('class="qr"') == 2


def test_an_officer_does_not_change_the_app_of_a_phone(world: World, bus: Vehicle) -> None:
    device = Device.objects.create(identity="k7m2-9pxa", vehicle=bus, protocol="osmand")
    assert browser_of(world.budi).post(f"/fleet/devices/{device.pk}/setup/", {"app": "owntracks"}).status_code == 403


def test_the_page_uses_its_own_host_where_none_is_set(world: World, bus: Vehicle, settings: Any) -> None:
    settings.PANTAU_PUBLIC_GATEWAY_HOST = ""
    client = browser_of(world.ani)
    client.post(f"/fleet/{bus.pk}/enrol/")
    page = client.get(f"/fleet/devices/{Device.objects.get().pk}/setup/", headers={"host": "localhost:8000"})
    assert "http://localhost:5055/" in page.content.decode()
    assert "no phone can reach" in page.content.decode()


def test_a_listener_that_is_closed_is_not_offered(world: World, bus: Vehicle, settings: Any) -> None:
    settings.PANTAU_OWNTRACKS_PORT = -1
    client = browser_of(world.ani)
    client.post(f"/fleet/{bus.pk}/enrol/")
    page = client.get(f"/fleet/devices/{Device.objects.get().pk}/setup/").content.decode()
    assert page.count('class="qr"') == 1


def test_an_officer_neither_adds_a_phone_nor_sees_its_identity(world: World, bus: Vehicle) -> None:
    browser_of(world.ani).post(f"/fleet/{bus.pk}/enrol/")
    budi = browser_of(world.budi)
    assert budi.post(f"/fleet/{bus.pk}/enrol/").status_code == 403
    assert budi.get(f"/fleet/devices/{Device.objects.get().pk}/setup/").status_code == 403


@pytest.mark.parametrize(("imei", "holds"), [(IMEI, True), ("490154203237517", False), ("356307042441013", True)])
def test_the_check_digit_of_an_imei(imei: str, holds: bool) -> None:
    assert luhn_holds(imei) is holds


def test_a_list_registers_trackers_in_their_vehicles(world: World, bus: Vehicle) -> None:
    count, left = import_devices(world.ani, f"IMEI;vehicle\n{IMEI};bb1001a;owntracks\n356307042441013\n")
    assert (count, left) == (2, [])
    device = Device.objects.get(identity=IMEI)
    assert (device.vehicle, device.protocol) == (bus, "owntracks")
    assert DeviceAssignment.objects.get(device=device).valid_from is None


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("12345", "needs 15 digits"),
        (f"{IMEI},BB 9999 Z", "No vehicle has the number plate"),
        (f"{IMEI},,morse", "is no protocol"),
        (f"{IMEI},Bus 1,osmand,more", "nothing after them"),
    ],
)
def test_it_says_of_each_bad_line_what_is_wrong(world: World, bus: Vehicle, settings: Any, line: str, why: str) -> None:
    settings.LANGUAGE_CODE = "en"
    (read,) = preview_devices(world.ani, line)
    assert any(why in problem for problem in read.problems)


def test_copies_and_known_devices_are_left_out_and_a_wrong_check_digit_is_only_a_warning(
    world: World, bus: Vehicle
) -> None:
    import_devices(world.ani, IMEI)
    lines = preview_devices(world.ani, f"{IMEI}\n490154203237517\n490154203237517")
    assert [(len(line.problems), len(line.warnings)) for line in lines] == [(1, 0), (0, 1), (1, 1)]


def test_nothing_is_written_before_it_is_confirmed(world: World, bus: Vehicle) -> None:
    client = browser_of(world.ani)
    page = client.post("/fleet/devices/import/", {"lines": f"{IMEI},Bus 1\nnonsense"}).content.decode()
    assert "Import 1 line" in page
    assert not Device.objects.exists()
    client.post("/fleet/devices/import/", {"lines": f"{IMEI},Bus 1\nnonsense", "confirm": "1"})
    assert Device.objects.get().vehicle == bus


@pytest.mark.parametrize("sent", [b"PK\x03\x04spreadsheet", b"", b"12\x0034"])
def test_a_file_that_cannot_be_read_is_refused_in_words(world: World, sent: bytes) -> None:
    answer = browser_of(world.ani).post("/fleet/devices/import/", {"file": SimpleUploadedFile("list.csv", sent)})
    assert answer.status_code == 422


def test_an_officer_imports_nothing(world: World) -> None:
    with pytest.raises(Denied):
        import_devices(world.budi, IMEI)


def test_a_device_tells_which_vehicles_it_was_in_and_takes_a_clock(world: World, bus: Vehicle, engine: Vehicle) -> None:
    import_devices(world.ani, f"{IMEI},Bus 1")
    device = Device.objects.get()
    client = browser_of(world.ani)
    client.post(f"/fleet/{bus.pk}/devices/{device.pk}/move/", {"vehicle": engine.pk})
    page = client.get(f"/fleet/devices/{device.pk}/").content.decode()
    assert "Bus 1" in page
    assert "Engine 1" in page
    saved = client.post(f"/fleet/devices/{device.pk}/", {"label": "Box", "protocol": "", "clock_offset_s": "25200"})
    device.refresh_from_db()
    assert (saved.status_code, device.label, device.clock_offset_s) == (302, "Box", 25200)
    assert client.post(f"/fleet/devices/{device.pk}/", {"clock_offset_s": "99"}).status_code == 422
