"""Positions are forgotten in time, never under a hold, and never in the way of those that come in."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.contrib.gis.geos import Point
from django.db import connections
from django.utils import timezone

from fleet.errors import HoldReleased
from fleet.events.kinds import EventKind
from fleet.models import Device, LegalHold, Position, Trip, TripKind, Vehicle, VehicleEvent
from fleet.retention.actions.hold import HoldDetails, place_hold, release_hold
from fleet.retention.holds import midnight, span_of
from fleet.retention.positions import days_stored, forget_positions
from fleet.retention.tasks import forget_old
from fleet.retention.trips_and_events import forget_history
from kit.conninfo import conninfo
from kit.errors import BadInput
from kit.severity import Severity
from people.access import Denied
from people.models import AuditEntry
from tests import world as cast
from tests.fleet.conftest import delivery, fix, store
from tests.vehicles import make_vehicle

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = timezone.now().astimezone(UTC).date()
OLD = TODAY - timedelta(days=300)
BEFORE = TODAY - timedelta(days=200)
NOON = timedelta(hours=12)


@pytest.fixture
def people(transactional_db: None) -> cast.World:
    return cast.build()


@pytest.fixture(autouse=True)
def no_days_left_over(transactional_db: None) -> Iterator[None]:
    yield
    LegalHold.objects.all().delete()
    forget_positions(BEFORE)


def arrive(day: date, identity: str = "truck-1", *, hours: float = 12) -> datetime:
    at = midnight(day) + timedelta(hours=hours)
    store([delivery(fix(identity, fix_time=at))])
    return at


def hold(person: Any, first: date, last: date, vehicle: Vehicle | None = None) -> LegalHold:
    return place_hold(person, HoldDetails(first, last, "Perkara 12/2026", vehicle))


def stored() -> list[tuple[str, date]]:
    rows = Position.objects.order_by("fix_time", "device_id").values_list("device_id", "fix_time")
    names = dict(Device.objects.values_list("pk", "identity"))
    return [(names[device], at.astimezone(UTC).date()) for device, at in rows]


@contextmanager
def reading_positions() -> Iterator[None]:
    """Somebody whose long transaction reads the table: a drop cannot have it."""
    with psycopg.connect(conninfo()) as link:
        link.execute("SELECT count(*) FROM fleet_position")
        yield


def test_days_that_are_old_enough_are_dropped_whole(phone: Device) -> None:
    arrive(OLD)
    arrive(TODAY)
    assert OLD in days_stored()
    assert forget_positions(BEFORE) == []
    assert OLD not in days_stored()
    assert stored() == [("truck-1", TODAY)]


def test_the_first_day_within_the_policy_is_kept(phone: Device) -> None:
    arrive(BEFORE)
    arrive(BEFORE - timedelta(days=1))
    forget_positions(BEFORE)
    assert stored() == [("truck-1", BEFORE)]


def test_the_worker_follows_the_setting(phone: Device, settings: Any) -> None:
    arrive(TODAY - timedelta(days=31))
    arrive(TODAY - timedelta(days=30))
    settings.PANTAU_KEEP_POSITIONS_DAYS = 30
    forget_old(timestamp=0)
    assert stored() == [("truck-1", TODAY - timedelta(days=30))]


def test_a_fix_of_a_dropped_day_finds_its_place_and_goes_with_the_next_night(phone: Device) -> None:
    arrive(OLD)
    forget_positions(BEFORE)
    arrive(OLD, hours=13)
    assert stored() == [("truck-1", OLD)]
    forget_positions(BEFORE)
    assert stored() == []


def test_a_gateway_that_remembers_the_day_stores_into_the_default_partition(phone: Device) -> None:
    at = midnight(date(2019, 5, 1)) + NOON
    store([delivery(fix(fix_time=at))])
    assert stored() == [("truck-1", date(2019, 5, 1))]
    forget_positions(BEFORE)
    assert stored() == []


def test_a_fix_dated_ahead_is_kept_while_its_arrival_is_young(phone: Device) -> None:
    store([delivery(fix(fix_time=datetime(2099, 1, 1, tzinfo=UTC)))])
    forget_positions(BEFORE)
    assert stored() == [("truck-1", date(2099, 1, 1))]


def test_a_hold_on_all_vehicles_keeps_the_whole_day(people: cast.World, phone: Device) -> None:
    arrive(OLD)
    hold(people.slamet, OLD, OLD)
    forget_positions(BEFORE)
    assert stored() == [("truck-1", OLD)]


def test_a_hold_on_one_vehicle_keeps_its_rows_alone(people: cast.World, phone: Device) -> None:
    make_vehicle("truck-2")
    arrive(OLD)
    arrive(OLD, "truck-2")
    hold(people.slamet, OLD, OLD, phone.vehicle)
    assert forget_positions(BEFORE) == []
    assert stored() == [("truck-1", OLD)]
    assert OLD in days_stored()


def test_a_hold_keeps_rows_of_the_default_partition(people: cast.World, phone: Device) -> None:
    make_vehicle("truck-2")
    day = date(2019, 5, 1)
    arrive(day)
    arrive(day, "truck-2")
    hold(people.slamet, day, day, phone.vehicle)
    forget_positions(BEFORE)
    assert stored() == [("truck-1", day)]


def test_a_day_of_the_region_is_held_from_its_midnight_to_its_midnight(people: cast.World, phone: Device) -> None:
    """A day of the region, seven hours ahead, begins in the UTC day before."""
    begins = arrive(OLD - timedelta(days=1), hours=17)
    ends = arrive(OLD, hours=16.99)
    arrive(OLD + timedelta(days=1))
    hold(people.slamet, OLD, OLD)
    forget_positions(BEFORE)
    assert set(Position.objects.values_list("fix_time", flat=True)) == {begins, ends}


def test_a_released_hold_keeps_nothing(people: cast.World, phone: Device) -> None:
    arrive(OLD)
    placed = hold(people.slamet, OLD, OLD)
    forget_positions(BEFORE)
    release_hold(people.gita, placed.pk, "Perkara selesai")
    forget_positions(BEFORE)
    assert stored() == []


def test_of_two_holds_on_a_day_the_other_one_keeps_it(people: cast.World, phone: Device) -> None:
    arrive(OLD)
    first, _second = hold(people.slamet, OLD, OLD), hold(people.slamet, OLD, OLD, phone.vehicle)
    release_hold(people.slamet, first.pk, "Perkara selesai")
    forget_positions(BEFORE)
    assert stored() == [("truck-1", OLD)]


def test_a_hold_that_is_being_placed_is_waited_for(people: cast.World, phone: Device) -> None:
    """Its row is not committed when the night's work begins: looking without waiting would lose the day."""
    arrive(OLD)
    placing = """INSERT INTO fleet_legalhold (first_day, last_day, reason, placed_by_id, placed_at, release_reason)
                 VALUES (%s, %s, 'x', %s, now(), '')"""
    with psycopg.connect(conninfo()) as link:
        link.execute(placing, [OLD, OLD, people.slamet.pk])
        night = threading.Thread(target=_forget_in_a_thread)
        night.start()
        waiting = "SELECT count(*) FROM pg_locks WHERE relation = 'fleet_legalhold'::regclass AND NOT granted"
        while night.is_alive() and link.execute(waiting).fetchone() == (0,):
            pass
        link.commit()
    night.join(30)
    assert stored() == [("truck-1", OLD)]


def test_positions_come_in_while_days_are_dropped(phone: Device) -> None:
    for back in range(6):
        arrive(OLD - timedelta(days=back))
    night = threading.Thread(target=_forget_in_a_thread)
    night.start()
    sent = 0
    while night.is_alive() or sent < 5:
        arrive(TODAY, hours=1 + sent / 1000)
        sent += 1
    night.join(30)
    assert stored() == [("truck-1", TODAY)] * sent


def test_a_day_in_use_is_left_for_another_night_and_holds_nobody_up(phone: Device) -> None:
    arrive(OLD)
    with reading_positions():
        assert forget_positions(BEFORE) == [OLD]
        arrive(TODAY)
    assert stored() == [("truck-1", OLD), ("truck-1", TODAY)]
    assert forget_positions(BEFORE) == []
    assert stored() == [("truck-1", TODAY)]


def test_a_day_can_be_made_again_after_it_was_dropped(phone: Device) -> None:
    arrive(OLD)
    forget_positions(BEFORE)
    arrive(OLD)
    assert OLD in days_stored()


def test_trips_and_events_are_forgotten_with_their_days(people: cast.World, phone: Device) -> None:
    for day in (OLD, TODAY):
        _trip(phone.vehicle, day)
        _event(phone.vehicle, day)
    forget_history(BEFORE)
    assert [trip.start.date() for trip in Trip.objects.all()] == [TODAY]
    assert [event.time.date() for event in VehicleEvent.objects.all()] == [TODAY]


def test_trips_and_events_under_a_hold_stay(people: cast.World, phone: Device) -> None:
    other = make_vehicle("truck-2")
    for vehicle in (phone.vehicle, other):
        _trip(vehicle, OLD)
        _event(vehicle, OLD)
    hold(people.slamet, OLD, OLD, phone.vehicle)
    forget_history(BEFORE)
    assert [trip.vehicle for trip in Trip.objects.all()] == [phone.vehicle]
    assert [event.vehicle for event in VehicleEvent.objects.all()] == [phone.vehicle]


def test_a_trip_that_reaches_into_a_held_day_stays_whole(people: cast.World, phone: Device) -> None:
    _trip(phone.vehicle, OLD, hours=40)
    hold(people.slamet, OLD + timedelta(days=1), OLD + timedelta(days=1))
    forget_history(BEFORE)
    assert Trip.objects.count() == 1


def test_only_supervisors_and_administrators_hold_and_release(people: cast.World) -> None:
    placed = hold(people.gita, OLD, OLD)
    for person in (people.ani, people.budi, people.dewi, people.eka, people.fajar):
        with pytest.raises(Denied):
            hold(person, OLD, OLD)
        with pytest.raises(Denied):
            release_hold(person, placed.pk, "x")


def test_a_hold_needs_its_reason_and_days_in_order(people: cast.World) -> None:
    with pytest.raises(BadInput):
        place_hold(people.slamet, HoldDetails(OLD, OLD, "  "))
    with pytest.raises(BadInput):
        place_hold(people.slamet, HoldDetails(OLD, OLD - timedelta(days=1), "Perkara"))
    with pytest.raises(BadInput):
        release_hold(people.slamet, hold(people.slamet, OLD, OLD).pk, "")


def test_placing_and_releasing_are_audited_with_their_reasons(people: cast.World) -> None:
    placed = hold(people.slamet, OLD, OLD)
    release_hold(people.gita, placed.pk, "Perkara selesai")
    with pytest.raises(HoldReleased):
        release_hold(people.gita, placed.pk, "lagi")
    entries = AuditEntry.objects.filter(action__startswith="hold.").order_by("id")
    assert [(entry.action, entry.detail["reason"]) for entry in entries] == [
        ("hold.place", "Perkara 12/2026"),
        ("hold.release", "Perkara selesai"),
    ]


def test_a_hold_covers_the_utc_days_that_its_days_touch(people: cast.World) -> None:
    span = span_of(hold(people.slamet, date(2026, 3, 2), date(2026, 3, 3)))
    assert (span.first, span.end) == (date(2026, 3, 1), date(2026, 3, 4))


def _forget_in_a_thread() -> None:
    try:
        forget_positions(BEFORE)
    finally:
        connections.close_all()


def _trip(vehicle: Vehicle | None, day: date, *, hours: float = 1) -> None:
    assert vehicle is not None
    start, place = midnight(day) + NOON, Point(98.49, 3.1, srid=4326)
    Trip.objects.create(
        vehicle=vehicle,
        kind=TripKind.DRIVE,
        start=start,
        end=start + timedelta(hours=hours),
        start_point=place,
        end_point=place,
    )


def _event(vehicle: Vehicle | None, day: date) -> None:
    at = midnight(day) + NOON
    VehicleEvent.objects.create(
        kind=EventKind.IGNITION_ON, severity=Severity.NOTE, vehicle=vehicle, time=at, since=at, raised_at=at
    )
