"""A device that was moved yesterday: its positions, trips and events since then belong to the other vehicle."""

from datetime import timedelta

import pytest
from django.utils import timezone

from fleet.devices.actions.move_history import move_past
from fleet.devices.rebinding import rebind
from fleet.errors import DeviceMoved
from fleet.events.kinds import EventKind
from fleet.models import DepartedFix, Device, DeviceAssignment, Position, TripWork, Vehicle, VehicleEvent
from kit.errors import BadInput
from kit.severity import Severity
from live.models import OutboxEvent
from people.access import Denied
from tests.fleet.conftest import delivery, fix, store
from tests.fleet.people.conftest import browser_of
from tests.vehicles import make_vehicle
from tests.world import World, build

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


@pytest.fixture
def people(transactional_db: None) -> World:
    return build()


@pytest.fixture
def van(people: World) -> Vehicle:
    return make_vehicle("van-1", people.roads)


def drive(hours_ago: float, *, lon: float) -> None:
    """A fix of the truck's device so long ago."""
    at = timezone.now() - hours_ago * HOUR
    store([delivery(fix(fix_time=at, lon=lon), arrival=at)])


def test_positions_since_then_change_the_vehicle(people: World, truck: Vehicle, phone: Device, van: Vehicle) -> None:
    drive(5, lon=98.40)
    drive(3, lon=98.41)
    drive(1, lon=98.42)
    at = timezone.now() - 4 * HOUR
    move_past(people.ani, phone.pk, seen_in=truck, to=van, at=at)
    assert rebind(phone.pk, at) == 2
    assert Position.objects.filter(vehicle=truck).count() == 1
    assert Position.objects.filter(vehicle=van).count() == 2
    assert set(TripWork.objects.values_list("vehicle", flat=True)) == {truck.pk, van.pk}


def test_a_second_run_changes_nothing(people: World, truck: Vehicle, phone: Device, van: Vehicle) -> None:
    drive(1, lon=98.42)
    at = timezone.now() - 4 * HOUR
    move_past(people.ani, phone.pk, seen_in=truck, to=van, at=at)
    assert (rebind(phone.pk, at), rebind(phone.pk, at)) == (1, 0)


def test_the_map_shows_each_vehicle_where_it_was_left(
    people: World, truck: Vehicle, phone: Device, van: Vehicle
) -> None:
    drive(5, lon=98.40)
    drive(1, lon=98.42)
    at = timezone.now() - 4 * HOUR
    move_past(people.ani, phone.pk, seen_in=truck, to=van, at=at)
    rebind(phone.pk, at)
    phone.state.refresh_from_db()
    assert phone.state.vehicle == van
    assert DepartedFix.objects.get(vehicle=truck).point.x == pytest.approx(98.40)


def test_what_comes_late_goes_where_the_device_was(people: World, truck: Vehicle, phone: Device, van: Vehicle) -> None:
    move_past(people.ani, phone.pk, seen_in=truck, to=van, at=timezone.now() - 4 * HOUR)
    drive(5, lon=98.40)
    drive(3, lon=98.41)
    found = Position.objects.order_by("fix_time").values_list("vehicle", flat=True)
    assert list(found) == [truck.pk, van.pk]


@pytest.mark.parametrize("back", [-HOUR, timedelta(days=32)])
def test_it_rejects_the_future_and_the_far_past(
    people: World, truck: Vehicle, phone: Device, van: Vehicle, back: timedelta
) -> None:
    with pytest.raises(BadInput):
        move_past(people.ani, phone.pk, seen_in=truck, to=van, at=timezone.now() - back)


def test_it_rejects_a_moment_before_the_device_came(people: World, truck: Vehicle, phone: Device, van: Vehicle) -> None:
    move_past(people.ani, phone.pk, seen_in=truck, to=van, at=timezone.now() - 4 * HOUR)
    with pytest.raises(BadInput):
        move_past(people.ani, phone.pk, seen_in=van, to=truck, at=timezone.now() - 5 * HOUR)
    assert DeviceAssignment.objects.filter(device=phone).count() == 2


def test_it_rejects_a_device_that_is_elsewhere_by_now(
    people: World, truck: Vehicle, phone: Device, van: Vehicle
) -> None:
    with pytest.raises(DeviceMoved):
        move_past(people.ani, phone.pk, seen_in=van, to=None, at=timezone.now() - HOUR)


def test_an_officer_moves_nothing(people: World, truck: Vehicle, phone: Device, van: Vehicle) -> None:
    with pytest.raises(Denied):
        move_past(people.budi, phone.pk, seen_in=truck, to=van, at=timezone.now() - HOUR)


def test_the_desk_says_it_on_the_devices_page(people: World, truck: Vehicle, phone: Device, van: Vehicle) -> None:
    client = browser_of(people.ani)
    at = timezone.localtime(timezone.now() - 4 * HOUR)
    client.post(f"/fleet/devices/{phone.pk}/moved/", {"vehicle": van.pk, "at": f"{at:%Y-%m-%dT%H:%M}"})
    phone.refresh_from_db()
    assert phone.vehicle == van
    client.post(f"/fleet/devices/{phone.pk}/moved/", {"vehicle": truck.pk, "at": "yesterday"})
    phone.refresh_from_db()
    assert phone.vehicle == van


def alarm_of(phone: Device, vehicle: Vehicle, hours_ago: float) -> VehicleEvent:
    """A call for help that walls show."""
    at = timezone.now() - hours_ago * HOUR
    return VehicleEvent.objects.create(
        kind=EventKind.SOS, severity=Severity.ALARM, device=phone, vehicle=vehicle, agency=vehicle.agency, time=at,
        since=at, raised_at=at, live=True,
    )  # fmt: skip


def test_events_of_a_device_that_was_taken_out_are_nobodys(people: World, truck: Vehicle, phone: Device) -> None:
    before, after = alarm_of(phone, truck, 5), alarm_of(phone, truck, 3)
    at = timezone.now() - 4 * HOUR
    move_past(people.ani, phone.pk, seen_in=truck, to=None, at=at)
    rebind(phone.pk, at)
    for event in (before, after):
        event.refresh_from_db()
    assert (before.vehicle, after.vehicle, after.agency) == (truck, None, None)


def test_walls_hear_whose_an_alarm_is_now(people: World, truck: Vehicle, phone: Device, van: Vehicle) -> None:
    Vehicle.objects.filter(pk=truck.pk).update(agency=people.fire)
    truck.refresh_from_db()
    event = alarm_of(phone, truck, 3)
    alarm_of(phone, truck, 5)
    at = timezone.now() - 4 * HOUR
    move_past(people.ani, phone.pk, seen_in=truck, to=van, at=at)
    OutboxEvent.objects.all().delete()
    rebind(phone.pk, at)
    told = OutboxEvent.objects.filter(type__startswith="vehicle_event.").order_by("id")
    assert [(one.type, one.object_id, one.audiences) for one in told] == [
        ("vehicle_event.removed", event.pk, [f"agency:{people.fire.pk}"]),
        ("vehicle_event.changed", event.pk, sorted(["centre", f"agency:{people.roads.pk}"])),
    ]
    rebind(phone.pk, at)
    assert told.count() == 2
