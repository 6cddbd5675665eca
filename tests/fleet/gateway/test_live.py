"""What walls hear of vehicles."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from fleet.devices.actions.assign_device import assign_device
from fleet.models import DepartedFix, Device, Vehicle
from fleet.pipeline.wire_position import moved_rows
from fleet.vehicles.announce import announce, snapshot
from fleet.vehicles.latest_positions import latest_positions
from live.models import OutboxEvent
from tests import world as cast
from tests.fleet.conftest import NOON, delivery, fix, store
from tests.vehicles import make_vehicle

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(transactional_db: None) -> cast.World:
    return cast.build()


def replayed(audience: str) -> dict[int, dict[str, Any]]:
    """The state that an audience has after hearing every event from the beginning."""
    state: dict[int, dict[str, Any]] = {}
    for event in OutboxEvent.objects.filter(type__startswith="vehicle.").order_by("id"):
        if audience in event.audiences:
            if event.type == "vehicle.changed":
                state[event.data["id"]] = event.data
            else:
                state.pop(event.data["id"], None)
    return state


def taken(audience: str) -> dict[int, dict[str, Any]]:
    return {event.id: event.model_dump(mode="json") for event in snapshot(audience)}


def change(vehicle: Vehicle, **fields: Any) -> None:
    was = vehicle.agency_id
    with transaction.atomic():
        for name, value in fields.items():
            setattr(vehicle, name, value)
        vehicle.save()
        announce(vehicle, was_agency=was)


def test_events_from_the_beginning_equal_a_fresh_snapshot(people: cast.World) -> None:
    first, second, third = (make_vehicle(f"v{n}", people.roads) for n in range(3))
    change(first, unit_status="assigned")
    change(second, agency=people.fire)
    change(third, active=False)
    for audience in ("centre", f"agency:{people.roads.pk}", f"agency:{people.fire.pk}", "public"):
        assert replayed(audience) == taken(audience)
    assert len(taken("centre")) == 2
    assert list(taken(f"agency:{people.fire.pk}")) == [second.pk]


def test_a_starting_hub_reads_the_latest_fix_of_each_vehicle(phone: Device, truck: Vehicle) -> None:
    store([delivery(fix(seconds=60, lat=3.105, speed_mps=7.0)), delivery(fix(seconds=0))])
    (row,) = latest_positions(None)
    assert (row["vehicle"], row["lat"], row["speed"]) == (truck.pk, 31050000, 700)
    assert row["fix_time"] == int(NOON.timestamp()) + 60


def test_it_reads_only_what_arrived_since(phone: Device) -> None:
    store([delivery(fix(), arrival=NOON)])
    assert len(latest_positions(NOON.timestamp())) == 1
    assert len(latest_positions(NOON.timestamp() + 1)) == 0


def test_a_vehicle_does_not_vanish_when_its_device_moves_to_another(phone: Device, truck: Vehicle) -> None:
    store([delivery(fix(seconds=-10))])
    other = make_vehicle("truck-2")
    assign_device(None, phone, other, at=NOON)
    store([delivery(fix(seconds=10, lat=3.101))])
    rows = latest_positions(None)
    assert {int(row["vehicle"]): int(row["lat"]) for row in rows} == {truck.pk: 31000000, other.pk: 31010000}


@pytest.mark.parametrize("together", [False, True], ids=["one after another", "together"])
def test_what_a_device_buffered_before_it_left_moves_its_vehicle_on_and_never_back(
    phone: Device, truck: Vehicle, together: bool
) -> None:
    store([delivery(fix(seconds=0))])
    other = make_vehicle("truck-2")
    assign_device(None, phone, other, at=NOON + timedelta(seconds=600))
    late = [fix(seconds=seconds, lat=3.1 + seconds * 1e-5) for seconds in (300, 590, 610)]
    batches = [store([delivery(*late)])] if together else [store([delivery(one)]) for one in late]
    told = {int(row["vehicle"]): int(row["lat"]) for batch in batches for row in moved_rows(batch)}
    assert told == {truck.pk: 31059000, other.pk: 31061000}
    assert {int(row["vehicle"]): int(row["lat"]) for row in latest_positions(None)} == told
    assert DepartedFix.objects.get(vehicle=truck).fix_time == NOON + timedelta(seconds=590)


def test_where_a_vehicle_was_seen_last_is_not_overwritten_by_an_earlier_place(phone: Device, truck: Vehicle) -> None:
    second = Device.objects.create(identity="phone-2")
    store([delivery(fix(seconds=0))])
    assign_device(None, second, truck, at=NOON - timedelta(hours=1))
    store([delivery(fix("phone-2", seconds=60, lat=3.105))])
    assign_device(None, second, None, at=NOON + timedelta(seconds=70))
    assign_device(None, phone, None, at=NOON + timedelta(seconds=80))
    (row,) = latest_positions(None)
    assert (row["vehicle"], row["lat"]) == (truck.pk, 31050000)
