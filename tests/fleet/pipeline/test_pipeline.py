"""What is stored, what is marked, and where the marker stands."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fleet.detectors import state_bits
from fleet.devices.actions.assign_device import assign_device
from fleet.models import Device, DeviceState, Position, Quarantine, Vehicle
from fleet.pipeline import quality_flags
from fleet.protocols.fix import Heartbeat, Rejected
from fleet.protocols.rejection import RejectionReason, reason
from tests.fleet.conftest import NOON, delivery, fix, store
from tests.vehicles import make_vehicle

pytestmark = pytest.mark.django_db(transaction=True)


def state_of(device: Device) -> DeviceState:
    return DeviceState.objects.get(device=device)


def test_a_fix_is_stored_with_its_vehicle(phone: Device, truck: Vehicle) -> None:
    sent = fix(speed_mps=5.5, course_deg=90.0, altitude_m=1200.0, accuracy_m=4.0, battery_pct=12.0, attributes={"a": 1})
    store([delivery(sent)])
    row = Position.objects.get()
    assert (row.device_id, row.vehicle_id, row.fix_time) == (phone.pk, truck.pk, sent.fix_time)
    assert (row.point.x, row.point.y) == (98.49, 3.10)
    assert (row.speed_mps, row.course_deg, row.altitude_m, row.accuracy_m) == (5.5, 90.0, 1200.0, 4.0)
    assert row.state == state_bits.MOVING | state_bits.LOW_BATTERY
    assert row.attributes == {"a": 1, "battery_pct": 12.0}


def test_a_copy_is_stored_once_whether_it_comes_together_or_later(phone: Device) -> None:
    store([delivery(fix(), fix())])
    store([delivery(fix()), delivery(fix())])
    assert Position.objects.count() == 1
    state = state_of(phone)
    assert (state.stored, state.copies) == (1, 3)


def test_two_records_of_one_second_are_two_rows(phone: Device) -> None:
    store([delivery(fix(lat=3.1), fix(lat=3.2))])
    assert Position.objects.count() == 2


def test_a_copy_of_a_fix_that_lay_in_the_future_is_found(phone: Device) -> None:
    ahead = NOON + timedelta(hours=30)
    store([delivery(fix(fix_time=ahead), arrival=NOON)])
    store([delivery(fix(fix_time=ahead), arrival=ahead)], doubtful=True)
    assert Position.objects.count() == 1


def test_a_fix_without_a_time_was_when_it_arrived(phone: Device) -> None:
    store([delivery(fix(fix_time=None), arrival=NOON)])
    assert (Position.objects.get()).fix_time == NOON


def test_the_newest_fix_moves_the_marker_and_a_late_one_does_not(phone: Device) -> None:
    store([delivery(fix(seconds=60, lat=3.11))])
    batch = store([delivery(fix(seconds=0, lat=3.10))])
    state = state_of(phone)
    assert state.point is not None
    assert state.point.y == 3.11
    assert not batch.states.moved.any()
    assert Position.objects.count() == 2


def test_the_order_within_a_batch_does_not_matter(phone: Device) -> None:
    store([delivery(fix(seconds=60, lat=3.12)), delivery(fix(seconds=30, lat=3.11))])
    state = state_of(phone)
    assert state.point is not None
    assert state.point.y == 3.12


@pytest.mark.parametrize(
    ("change", "mark"),
    [
        ({"valid": False}, quality_flags.INVALID),
        ({"lat": 95.0}, quality_flags.INVALID),
        ({"lat": 0.0, "lon": 0.0}, quality_flags.NULL_ISLAND),
        ({"fix_time": NOON + timedelta(hours=26)}, quality_flags.FUTURE),
        ({"fix_time": datetime(1999, 8, 22, tzinfo=UTC)}, quality_flags.ANCIENT),
        ({"accuracy_m": 900.0}, quality_flags.POOR_ACCURACY),
    ],
)
def test_what_is_not_believed_is_stored_with_a_mark_and_moves_nothing(
    phone: Device, change: dict[str, Any], mark: int
) -> None:
    batch = store([delivery(fix(**change), arrival=NOON)])
    assert (Position.objects.get()).marks == mark
    assert not batch.states.moved.any()
    assert (state_of(phone)).point is None


def test_an_impossible_jump_is_marked(phone: Device) -> None:
    store([delivery(fix())])
    store([delivery(fix(seconds=10, lat=4.1))])
    assert [row.marks for row in Position.objects.order_by("fix_time")] == [0, quality_flags.JUMP]
    state = state_of(phone)
    assert state.point is not None
    assert state.point.y == 3.10


def test_a_second_fix_at_the_far_place_is_believed(phone: Device) -> None:
    store([delivery(fix()), delivery(fix(seconds=10, lat=4.1)), delivery(fix(seconds=20, lat=4.1001))])
    state = state_of(phone)
    assert state.point is not None
    assert state.point.y == 4.1001


def test_a_far_place_is_believed_when_the_next_batch_agrees_with_it(phone: Device) -> None:
    store([delivery(fix()), delivery(fix(seconds=10, lat=4.1))])
    store([delivery(fix(seconds=20, lat=4.1001))])
    assert [row.marks for row in Position.objects.order_by("fix_time")] == [0, quality_flags.JUMP, 0]
    state = state_of(phone)
    assert state.point is not None
    assert state.point.y == 4.1001


def test_a_clock_that_runs_ahead_does_not_freeze_the_marker(phone: Device) -> None:
    store([delivery(fix(fix_time=NOON + timedelta(hours=7)), arrival=NOON)])
    later = NOON + timedelta(minutes=1)
    store([delivery(fix(fix_time=later, lat=3.105), arrival=later)])
    state = state_of(phone)
    assert state.point is not None
    assert state.point.y == 3.105


@pytest.mark.parametrize("ahead", [timedelta(seconds=5), timedelta(hours=7)], ids=str)
@pytest.mark.parametrize("metres", [11, 2000])
def test_all_that_a_clock_ahead_sends_at_once_counts_in_its_own_order(
    phone: Device, ahead: timedelta, metres: int
) -> None:
    far = metres / 111_000
    batch = [fix(fix_time=NOON + ahead + timedelta(minutes=n), lat=3.1 + n * far) for n in range(4)]
    store([delivery(fix(fix_time=NOON - timedelta(minutes=5)), arrival=NOON - timedelta(minutes=5))])
    store([delivery(*batch, arrival=NOON)])
    state = state_of(phone)
    assert state.point is not None
    assert state.point.y == batch[-1].lat
    assert not Position.objects.exclude(marks=0).exists()
    assert state.fix_time == NOON


def test_a_sign_of_life_changes_the_last_contact_alone(phone: Device) -> None:
    store([delivery(Heartbeat("truck-1"), arrival=NOON)])
    state = state_of(phone)
    assert (state.last_contact, state.fix_time) == (NOON, None)


def test_an_unknown_device_is_quarantined_with_its_bytes(transactional_db: None) -> None:
    store([delivery(fix("stranger"), raw=b"one")])
    store([delivery(fix("stranger"), raw=b"one"), delivery(fix("stranger"), raw=b"two")])
    rows = [(bytes(row.raw), row.count, row.reason) for row in Quarantine.objects.order_by("id")]
    assert sorted(rows) == [(b"one", 2, "unknown_device"), (b"two", 1, "unknown_device")]


def test_what_is_not_understood_is_quarantined_with_its_reason(transactional_db: None) -> None:
    store([delivery(Rejected(reason(RejectionReason.HALF_COORDINATE), "someone"))])
    row = Quarantine.objects.get()
    assert (row.reason, row.detail, row.identity) == ("not_understood", '["half_coordinate"]', "someone")


def test_a_fix_belongs_to_the_vehicle_that_the_device_was_in_then(phone: Device, truck: Vehicle) -> None:
    other = make_vehicle("truck-2")
    assign_device(None, phone, other, at=NOON)
    store([delivery(fix(seconds=1), fix(seconds=-1))])
    rows = [row.vehicle_id for row in Position.objects.order_by("fix_time")]
    assert rows == [truck.pk, other.pk]


@pytest.mark.parametrize("year", [1970, 2001, 2024, 2027])
def test_a_fix_of_any_day_finds_its_place(phone: Device, year: int) -> None:
    store([delivery(fix(fix_time=datetime(year, 6, 1, tzinfo=UTC)))])
    assert Position.objects.count() == 1
