"""Events are rows of the transaction of their positions: once, explained, live only when they come on time."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
import shapely
from asgiref.sync import async_to_sync
from django.utils import translation

from fleet.detectors.settings import Dwell
from fleet.events.kinds import EventKind
from fleet.events.labels import in_words
from fleet.models import DetectorRule, Device, Position, RuleKind, Vehicle, VehicleEvent
from fleet.pipeline import columns, steps
from fleet.pipeline.clock import microseconds
from fleet.pipeline.delivery import Delivery
from fleet.pipeline.partitions import Partitions
from fleet.protocols.fix import Fix, Heartbeat
from fleet.rules.loader import load
from fleet.rules.ruleset import Rule, Ruleset, Watch
from fleet.rules.zones import ZoneIndex
from kit.conninfo import conninfo
from kit.severity import Severity
from live.models import OutboxEvent
from tests.fleet.conftest import NOON, delivery, fix

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def slow_road(phone: Device) -> DetectorRule:
    """40 km/h for everyone, at once."""
    return DetectorRule.objects.create(kind=RuleKind.OVERSPEED, settings={"limit_kmh": 40, "seconds": 0})


def watched(deliveries: Sequence[Delivery], *, commit: bool = True) -> None:
    """Take deliveries through the pipeline with the rules as they are in the database."""
    _store(deliveries, load(), commit)


@async_to_sync
async def _store(deliveries: Sequence[Delivery], watch: Watch, commit: bool) -> None:
    link = await psycopg.AsyncConnection[Any].connect(conninfo(), options="-c timezone=UTC")
    async with link:
        columns.register(link)
        partitions = Partitions()
        await partitions.prepare(link, deliveries)
        await steps.run(link, deliveries, watch=watch)
        await (link.commit() if commit else link.rollback())


def fast(seconds: float = 0) -> Fix:
    """72 km/h."""
    return fix(seconds=seconds, lat=3.1 + seconds * 1e-4, speed_mps=20.0)


def on_time(*fixes: Fix) -> list[Delivery]:
    """Each fix arrives a second after it was made."""
    return [delivery(one, arrival=(one.fix_time or NOON) + timedelta(seconds=1)) for one in fixes]


def speeding() -> list[VehicleEvent]:
    return list(VehicleEvent.objects.filter(kind=EventKind.OVERSPEED))


def test_an_event_names_its_vehicle_its_fixes_and_says_it_in_words(slow_road: DetectorRule, truck: Vehicle) -> None:
    watched(on_time(fast()))
    (event,) = speeding()
    position = Position.objects.get()
    assert (event.vehicle_id, event.time, event.live) == (truck.pk, NOON, True)
    key = [round(position.fix_time.timestamp() * 1e6), position.content]
    assert event.causes == [key, key]
    with translation.override("en"):
        assert in_words(event) == "Up to 72 km/h where 40 km/h is the limit."
    with translation.override("id"):
        assert in_words(event) == "Hingga 72 km/jam, sedangkan batasnya 40 km/jam."


def test_walls_are_told_in_the_same_transaction(slow_road: DetectorRule) -> None:
    watched(on_time(fast()))
    told = OutboxEvent.objects.get(type="vehicle_event.changed")
    assert (told.object_id, told.data["kind"], told.audiences) == (speeding()[0].pk, "overspeed", ["centre"])


def test_speeding_is_seen_though_the_clock_is_hours_ahead(slow_road: DetectorRule) -> None:
    ahead = [fast(seconds=7 * 3600 + n)._replace(lat=3.1 + n * 1e-4) for n in range(5)]
    slow = ahead[0]._replace(speed_mps=5.0)
    watched([delivery(slow, *ahead[1:], arrival=NOON)])
    assert len(speeding()) == 1


def test_a_stay_in_two_zones_at_once_is_two_events_and_told_as_two(phone: Device) -> None:
    outlines = {n: shapely.box(98.49 - n / 100, 3.0, 98.49 + n / 100, 3.2) for n in (1, 2)}
    rule = Rule(1, RuleKind.DWELL, Dwell(minutes=1), Severity.WARNING)
    ruleset = Ruleset([rule], ZoneIndex(outlines), {1: "Pasar", 2: "Kota"}, {}, UTC)
    _store(on_time(*[fix(seconds=seconds) for seconds in (0, 30, 61, 120)]), ruleset, commit=True)
    stays = VehicleEvent.objects.filter(kind=EventKind.DWELL)
    told = [one.data for one in OutboxEvent.objects.filter(type="vehicle_event.changed")]
    assert {one.pk: one.detail["zone"] for one in stays} == {one["id"]: one["detail"]["zone"] for one in told}
    assert sorted(one.detail["zone"] for one in stays) == ["Kota", "Pasar"]


def test_what_was_rolled_back_is_raised_again_and_once(slow_road: DetectorRule) -> None:
    watched(on_time(fast()), commit=False)
    assert speeding() == []
    watched(on_time(fast()))
    watched(on_time(fast()))
    assert len(speeding()) == 1
    assert OutboxEvent.objects.filter(type="vehicle_event.changed").count() == 1


def test_the_same_speeding_is_not_raised_by_the_next_batch(slow_road: DetectorRule) -> None:
    for second in range(0, 60, 10):
        watched(on_time(fast(second)))
    assert len(speeding()) == 1


def test_a_late_fix_raises_nothing(slow_road: DetectorRule) -> None:
    watched(on_time(fix(seconds=60)))
    watched(on_time(fast(30)))
    assert speeding() == []


def test_a_marked_fix_raises_nothing(slow_road: DetectorRule) -> None:
    watched(on_time(fix(), fix(seconds=10, lat=4.9, speed_mps=20.0)))
    assert speeding() == []


def test_a_buffered_upload_is_history_and_no_alarm(slow_road: DetectorRule) -> None:
    watched([delivery(fast(), arrival=NOON + timedelta(hours=2))])
    (event,) = speeding()
    assert event.live is False
    assert not OutboxEvent.objects.filter(type="vehicle_event.changed").exists()


def test_sos_without_a_position_is_raised_where_the_device_was_last_seen(phone: Device) -> None:
    watched(on_time(fix()))
    calls = Heartbeat("truck-1", sos=True)
    watched([delivery(calls, arrival=datetime(2026, 3, 1, 12, 1, tzinfo=UTC))])
    event = VehicleEvent.objects.get(kind=EventKind.SOS)
    assert event.point is not None
    assert (event.point.x, event.point.y) == (98.49, 3.10)
    assert event.time == NOON + timedelta(minutes=1)


def test_a_call_for_help_is_heard_though_its_fix_is_not_believed(phone: Device) -> None:
    watched(on_time(fix()))
    watched(on_time(fix(seconds=30, sos=True, valid=False, lat=0.0, lon=0.0)))
    watched(on_time(fix(seconds=40, sos=True, valid=False, lat=0.0, lon=0.0)))
    event = VehicleEvent.objects.get(kind=EventKind.SOS)
    assert event.point is not None
    assert (event.point.x, event.point.y, event.live) == (98.49, 3.10, True)


def test_a_call_for_help_is_heard_while_the_clock_of_the_centre_is_behind(phone: Device) -> None:
    watched(on_time(fix()))
    back = NOON - timedelta(minutes=10)
    watched([delivery(fix(seconds=20, sos=True), arrival=back)])
    watched([delivery(fix(seconds=30, sos=True), arrival=back)])
    watched(on_time(fix(seconds=40, sos=True)))
    event = VehicleEvent.objects.get(kind=EventKind.SOS)
    assert event.live
    cause = Position.objects.get(fix_time=NOON + timedelta(seconds=20))
    assert event.causes == [[microseconds(cause.fix_time), cause.content]]


def test_a_call_for_help_that_was_over_before_it_came_raises_nothing(phone: Device) -> None:
    watched(on_time(fix(), fix(seconds=60)))
    watched([delivery(fix(seconds=30, sos=True), arrival=NOON + timedelta(seconds=61))])
    assert not VehicleEvent.objects.filter(kind=EventKind.SOS).exists()


def test_a_vehicle_that_gets_the_device_does_not_inherit_what_was_remembered(
    slow_road: DetectorRule, phone: Device
) -> None:
    watched(on_time(fast()))
    other = Vehicle.objects.create(name="other")
    phone.assignments.update(vehicle=other)
    watched(on_time(fast(10)))
    assert {event.vehicle_id for event in speeding()} == {phone.vehicle_id, other.pk}


def test_a_rule_that_cannot_be_read_leaves_the_others_alone(slow_road: DetectorRule) -> None:
    DetectorRule.objects.create(kind=RuleKind.IDLING, settings={"minutes": "soon"})
    DetectorRule.objects.create(kind="of_tomorrow")
    watched(on_time(fast()))
    assert len(speeding()) == 1


def test_the_clock_of_a_tracker_in_local_time_is_put_right(phone: Device) -> None:
    Device.objects.filter(pk=phone.pk).update(clock_offset_s=7 * 3600)
    watched([delivery(fix(seconds=7 * 3600), arrival=NOON)])
    assert Position.objects.get().fix_time == NOON
