"""Seeing which devices are bound to their way of sending, and binding them."""

import pytest

from fleet.devices.listeners import BITS, mask_of_protocol
from fleet.models import Device, Position, Quarantine
from fleet.pipeline.clock import now_us
from fleet.pipeline.delivery import Delivery
from fleet.protocols import osmand
from people.models import AuditEntry
from tests.fleet.conftest import fix, store
from tests.fleet.people.conftest import browser_of
from tests.vehicles import make_vehicle
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
OSMAND = ("osmand", "http")
QUERY = b"id=bus-1&lat=3.1&lon=98.49&timestamp=1772366400"


def unbound(identity: str, *heard: tuple[str, str]) -> Device:
    """A device as it was before devices were bound, heard over these listeners since."""
    make_vehicle(identity)
    Device.objects.filter(identity=identity).update(listeners=None)
    store(
        [Delivery([fix(identity, lat=3 + n / 10)], now_us(), *over, "", lambda _: b"") for n, over in enumerate(heard)]
    )
    return Device.objects.get(identity=identity)


def test_the_list_shows_what_is_not_bound_and_binds_all_of_it_to_what_it_uses(world: World) -> None:
    clear, both, never = unbound("bus-1", OSMAND), unbound("bus-2", OSMAND, ("gt06", "tcp")), unbound("bus-3")
    client = browser_of(world.gita)
    page = client.get("/fleet/devices/?bound=no").content.decode()
    assert all(f'value="{device.pk}"' in page for device in (clear, both, never))
    client.post("/fleet/devices/bind/", {"all": "1"})
    masks = dict(Device.objects.values_list("identity", "listeners"))
    assert masks == {"bus-1": BITS[OSMAND], "bus-2": None, "bus-3": None}
    assert f'value="{clear.pk}"' not in client.get("/fleet/devices/?bound=no").content.decode()
    assert AuditEntry.objects.filter(action="device.bind").count() == 1


def test_allowing_another_way_stores_what_was_refused_over_it(world: World) -> None:
    make_vehicle("bus-1")
    Device.objects.update(listeners=BITS["gt06", "tcp"])
    request = osmand.Request("GET", QUERY)
    store([Delivery(osmand.decode(request), now_us(), *OSMAND, "192.0.2.7", lambda _: request.to_bytes())])
    client, device = browser_of(world.ani), Device.objects.get()
    page = client.get("/fleet/quarantine/").content.decode()
    assert "GT06 (TCP)" in page
    assert f'href="/fleet/devices/{device.pk}/"' in page
    client.post(f"/fleet/devices/{device.pk}/bind/", {"listeners": ["gt06/tcp", "osmand/http"]})
    assert Position.objects.count() == 1
    assert not Quarantine.objects.filter(resolved_at=None).exists()


def test_a_device_is_not_left_without_any_way(world: World) -> None:
    make_vehicle("bus-1")
    device, before = Device.objects.get(), Device.objects.get().listeners
    browser_of(world.ani).post(f"/fleet/devices/{device.pk}/bind/", {"listeners": ["morse"]})
    assert Device.objects.get().listeners == before


@pytest.mark.parametrize(("protocol", "mask"), [("gt06", mask_of_protocol("gt06")), ("", 0)])
def test_a_device_that_is_registered_is_bound_at_once(world: World, protocol: str, mask: int) -> None:
    bus = make_vehicle("bus-1")
    form = {"identity": "352093089999010", "label": "", "protocol": protocol}
    browser_of(world.ani).post(f"/fleet/{bus.pk}/devices/register/", form)
    assert Device.objects.get(identity="352093089999010").listeners == mask


def test_a_claimed_device_is_bound_to_what_its_latest_frame_came_over(world: World) -> None:
    bus = make_vehicle("bus-1")
    request = osmand.Request("GET", QUERY.replace(b"bus-1", b"new"))
    store([Delivery(osmand.decode(request), now_us(), *OSMAND, "", lambda _: request.to_bytes())])
    store([Delivery([fix("new")], now_us() + 1_000_000, "cot", "tls", "", lambda _: b"<event>")])
    browser_of(world.ani).post("/fleet/quarantine/claim/", {"identity": "new", "vehicle": str(bus.pk)})
    device = Device.objects.get(identity="new")
    assert (device.protocol, device.listeners) == ("cot", BITS["cot", "tls"])
    refused = Quarantine.objects.get(protocol="osmand")
    assert (refused.resolved_at, refused.reason) == (None, "other_listener")
    assert not Position.objects.exists()


def test_the_secret_of_a_phone_is_shown_until_it_is_heard_and_nowhere_after(world: World) -> None:
    bus, client = make_vehicle("bus-1"), browser_of(world.ani)
    client.post(f"/fleet/{bus.pk}/enrol/", {"label": "HP Rudi", "app": "owntracks"})
    phone = Device.objects.get(label="HP Rudi")
    setup = f"/fleet/devices/{phone.pk}/setup/"
    assert phone.identity in client.get(setup).content.decode()
    store([Delivery([fix(phone.identity)], now_us(), "gt06", "tcp", "", lambda _: b"x")])
    assert phone.identity in client.get(setup).content.decode(), "a refused frame is not the phone"
    store([Delivery([fix(phone.identity)], now_us(), "owntracks", "http", "", lambda _: b"x", phone.secret)])
    pages = [setup, f"/fleet/devices/{phone.pk}/", f"/fleet/{bus.pk}/", "/fleet/devices/", "/fleet/quarantine/"]
    for page in pages:
        assert phone.identity not in client.get(page).content.decode(), page
    client.post(setup, {"renew": "1"})
    renewed = Device.objects.get(pk=phone.pk)
    assert renewed.identity != phone.identity
    assert renewed.identity in client.get(setup).content.decode()
    frame = Quarantine.objects.get(identity=phone.identity).pk
    client.post("/fleet/quarantine/dismiss/", {"frame": str(frame)})
    assert Quarantine.objects.get(pk=frame).resolved_at is not None
