"""Devices on the page of a vehicle: putting in, moving, taking out, registering."""

import pytest
from django.test import Client

from fleet.devices.actions.assign_device import assign_device
from fleet.devices.actions.register_device import register_device
from fleet.models import Device, DeviceAssignment, Position, Vehicle
from fleet.protocols.osmand import Request, decode
from people.models import User
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


@pytest.fixture
def van(people: cast.World) -> Vehicle:
    return make_vehicle("van-1", people.fire)


def post(user: User, address: str, **fields: object) -> int:
    client = Client()
    client.force_login(user)
    return client.post(address, fields).status_code


def page(user: User, vehicle: Vehicle) -> str:
    client = Client()
    client.force_login(user)
    return client.get(f"/fleet/{vehicle.pk}/").content.decode()


def test_an_operator_moves_a_device_to_another_vehicle(people: cast.World, bus: Vehicle, van: Vehicle) -> None:
    device = bus.devices.get()
    assert post(people.ani, f"/fleet/{bus.pk}/devices/{device.pk}/move/", vehicle=van.pk) == 302
    device.refresh_from_db()
    assert device.vehicle == van


def test_a_device_is_taken_out_and_put_in_again(people: cast.World, bus: Vehicle, van: Vehicle) -> None:
    device = bus.devices.get()
    post(people.ani, f"/fleet/{bus.pk}/devices/{device.pk}/move/", out="1")
    device.refresh_from_db()
    assert device.vehicle is None
    assert f'<option value="{device.pk}">' in page(people.ani, van)
    post(people.ani, f"/fleet/{van.pk}/devices/attach/", device=device.pk)
    device.refresh_from_db()
    assert device.vehicle == van


def test_the_history_tells_where_a_device_was(people: cast.World, bus: Vehicle, van: Vehicle) -> None:
    device = bus.devices.get()
    post(people.ani, f"/fleet/{bus.pk}/devices/{device.pk}/move/", vehicle=van.pk)
    assert DeviceAssignment.objects.filter(device=device).count() == 2
    assert "bus-1" in page(people.ani, bus).split('class="stays"')[1]


def test_a_device_that_somebody_else_moved_is_left_where_it_is(people: cast.World, bus: Vehicle, van: Vehicle) -> None:
    device = bus.devices.get()
    assign_device(None, device, van)
    post(people.ani, f"/fleet/{bus.pk}/devices/{device.pk}/move/", out="1")
    post(people.ani, f"/fleet/{bus.pk}/devices/attach/", device=device.pk)
    device.refresh_from_db()
    assert device.vehicle == van


@pytest.mark.parametrize("target", ["", "x", "99999"])
def test_it_rejects_a_move_to_nowhere(people: cast.World, bus: Vehicle, target: str) -> None:
    device = bus.devices.get()
    assert post(people.ani, f"/fleet/{bus.pk}/devices/{device.pk}/move/", vehicle=target) == 302
    device.refresh_from_db()
    assert device.vehicle == bus


def test_registering_by_hand_stores_what_the_device_has_sent(people: cast.World, bus: Vehicle) -> None:
    request = Request("GET", b"id=phone-9&lat=3.1&lon=98.4&timestamp=1772366400")
    store([delivery(*decode(request), raw=request.to_bytes())])
    assert post(people.ani, f"/fleet/{bus.pk}/devices/register/", identity="phone-9", label="HP Budi") == 302
    assert Position.objects.filter(vehicle=bus).count() == 1
    assert Device.objects.get(identity="phone-9").label == "HP Budi"


def test_a_taken_identity_is_said_and_nothing_typed_is_lost(people: cast.World, bus: Vehicle, van: Vehicle) -> None:
    client = Client()
    client.force_login(people.ani)
    answer = client.post(f"/fleet/{bus.pk}/devices/register/", {"identity": "van-1", "label": "HP Budi"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "This device is registered already." in text
    assert 'value="HP Budi"' in text


def test_the_page_of_a_refused_form_can_be_loaded_again(people: cast.World, bus: Vehicle) -> None:
    client = Client()
    client.force_login(people.ani)
    answer = client.get(f"/fleet/{bus.pk}/devices/register/")
    assert (answer.status_code, answer["Location"]) == (302, f"/fleet/{bus.pk}/")


@pytest.mark.parametrize("person", ["budi", "eka", "dewi", "fajar"])
def test_others_neither_see_nor_move_devices(people: cast.World, bus: Vehicle, person: str) -> None:
    user, device = getattr(people, person), bus.devices.get()
    free = register_device(None, "free-1", None)
    assert post(user, f"/fleet/{bus.pk}/devices/{device.pk}/move/", out="1") == 403
    assert post(user, f"/fleet/{bus.pk}/devices/attach/", device=free.pk) == 403
    assert post(user, f"/fleet/{bus.pk}/devices/register/", identity="own-1") == 403
    assert 'id="devices"' not in page(user, bus)
    device.refresh_from_db()
    assert device.vehicle == bus
