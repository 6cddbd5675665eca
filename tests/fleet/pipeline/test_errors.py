"""What a record, a rule or a missing row spoils: never a position of anybody else, and its own as little as can be."""

import math
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import shapely
from asgiref.sync import async_to_sync
from django.db import connection
from shapely.geometry.base import BaseGeometry

from fleet.detectors import run
from fleet.detectors.base import VehicleRules
from fleet.detectors.settings import Geofence
from fleet.devices.quarantine_reasons import QuarantineReason
from fleet.gateway.database import make_pool
from fleet.gateway.options import GatewayOptions
from fleet.gateway.publisher import Publisher
from fleet.gateway.ruleset_refresher import RulesetRefresher
from fleet.gateway.writer import Writer
from fleet.models import Device, DeviceState, Position, Quarantine, RuleKind, VehicleEvent
from fleet.pipeline import quality_flags
from fleet.pipeline.delivery import Delivery
from fleet.pipeline.errors import for_log
from fleet.pipeline.partitions import Partitions
from fleet.protocols.fix import Fix, Heartbeat
from fleet.rules.loader import load
from fleet.rules.ruleset import Rule, Ruleset, Watch
from fleet.rules.zones import ZoneIndex
from kit.conninfo import conninfo
from tests.fleet.conftest import delivery
from tests.vehicles import make_vehicle

pytestmark = pytest.mark.django_db(transaction=True)


class Told(RulesetRefresher):
    """Knows what it is told."""

    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self._watch = watch
        self._ready.set()


class Counting(Writer):
    """Counts the deliveries of its transactions."""

    commits: list[int]

    async def _commit(self, deliveries: Sequence[Delivery], **more: Any) -> None:
        self.commits.append(len(deliveries))
        await super()._commit(deliveries, **more)


def write(*messages: Fix | Heartbeat, watch: Watch | None = None) -> list[int]:
    """Store each message as a delivery of its own, all in one batch; how many deliveries each transaction had."""
    return _write([delivery(message) for message in messages], load() if watch is None else watch)


@async_to_sync
async def _write(deliveries: Sequence[Delivery], watch: Watch) -> list[int]:
    pool = make_pool(GatewayOptions(conninfo(), ""))
    publisher = Publisher("redis://127.0.0.1:1")
    writer = Counting(pool, Partitions(), publisher, Told(watch))
    writer.commits = []
    await pool.open()
    try:
        await writer.store(deliveries)
    finally:
        await pool.close()
        await publisher.close()
    return writer.commits


def now(identity: str = "truck-1", seconds: float = 0, **fields: Any) -> Fix:
    """A fix of some seconds from now."""
    at = datetime.now(UTC) + timedelta(seconds=seconds)
    return Fix(**{"identity": identity, "lon": 98.49, "lat": 3.10, "fix_time": at, **fields})


def fences(outlines: dict[int, BaseGeometry]) -> Ruleset:
    """One rule about all zones, which are these."""
    rule = Rule(1, RuleKind.GEOFENCE, Geofence(), 1)
    return Ruleset([rule], ZoneIndex(outlines), dict.fromkeys(outlines, "Pasar"), {}, UTC)


def test_an_event_of_a_zone_that_is_gone_meanwhile_costs_no_position(phone: Device) -> None:
    ruleset = fences({999_999: shapely.box(98.0, 3.0, 99.0, 4.0)})
    write(now(seconds=-20, lon=97.999), watch=ruleset)
    assert write(now(seconds=-10, lon=98.001), watch=ruleset) == [1]
    assert Position.objects.count() == 2
    event = VehicleEvent.objects.get(kind="zone_entered")
    assert (event.zone_id, event.subject, event.detail["zone"]) == (None, 999_999, "Pasar")


def test_an_event_that_no_column_holds_costs_neither_its_position_nor_another(phone: Device) -> None:
    too_severe = Rule(1, RuleKind.GEOFENCE, Geofence(), 40_000)
    outline = {1: shapely.box(98.0, 3.0, 99.0, 4.0)}
    ruleset = Ruleset([too_severe], ZoneIndex(outline), {1: "Pasar"}, {}, UTC)
    make_vehicle("truck-2")
    write(now(seconds=-20, lon=97.999), watch=ruleset)
    assert write(now(seconds=-10, lon=98.001), now("truck-2"), watch=ruleset) == [2, 2, 1, 1, 1]
    assert Position.objects.count() == 3
    assert set(DeviceState.objects.values_list("stored", flat=True)) == {1, 2}
    assert not VehicleEvent.objects.exists()
    assert not Quarantine.objects.exists()


def test_a_detector_that_fails_costs_neither_the_position_nor_what_others_find(
    phone: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(run, "STEPS", {**run.STEPS, "overspeed": broken})
    assert write(now(sos=True)) == [1]
    assert Position.objects.count() == 1
    assert VehicleEvent.objects.get().kind == "sos"


class Unruly:
    """Rules that cannot be worked out for one vehicle."""

    def __init__(self, ruleset: Ruleset, vehicle_id: int | None) -> None:
        self._ruleset, self._vehicle_id, self.zones = ruleset, vehicle_id, ruleset.zones

    def rules_of(self, vehicle_id: int, agency_id: int) -> VehicleRules:
        """Those of the ruleset."""
        if vehicle_id == self._vehicle_id:
            raise LookupError(vehicle_id)
        return self._ruleset.rules_of(vehicle_id, agency_id)


def test_rules_that_fail_for_one_vehicle_leave_the_others_theirs(phone: Device) -> None:
    make_vehicle("truck-2")
    unruly = Unruly(load(), phone.vehicle_id)
    assert write(now(sos=True), now("truck-2", sos=True), watch=unruly) == [2]
    assert Position.objects.count() == 2
    assert [event.device.identity for event in VehicleEvent.objects.all() if event.device] == ["truck-2"]


def test_a_memory_of_another_shape_is_forgotten(phone: Device) -> None:
    write(now())
    DeviceState.objects.filter(device=phone).update(detectors=["sos"])
    assert write(now(sos=True)) == [1]
    assert VehicleEvent.objects.get().kind == "sos"


def test_a_call_for_help_before_the_first_position_is_heard(phone: Device) -> None:
    write(Heartbeat("truck-1", sos=True))
    write(Heartbeat("truck-1", sos=True))
    event = VehicleEvent.objects.get()
    assert (event.kind, event.vehicle_id, event.point, event.live) == ("sos", phone.vehicle_id, None, True)


def test_a_place_that_is_no_number_is_marked_and_moves_nothing(phone: Device) -> None:
    write(now(lon=math.nan))
    assert Position.objects.get().marks & quality_flags.INVALID
    assert DeviceState.objects.get(device=phone).point is None


@pytest.mark.parametrize("identity", ["a\0b", "\ud800", "x" * 300], ids=["nul", "surrogate", "long"])
def test_an_identity_that_no_column_holds_is_quarantined_and_acknowledged(phone: Device, identity: str) -> None:
    write(now(identity), now())
    assert Position.objects.count() == 1
    assert Quarantine.objects.get().reason == "not_storable"


def test_one_spoiled_record_among_many_is_found_in_few_transactions(phone: Device) -> None:
    records = [now(seconds=-n) for n in range(64)]
    records[40] = now(attributes={"text": "\0"})
    commits = write(*records)
    assert Position.objects.count() == 63
    assert Quarantine.objects.get().reason == "not_storable"
    assert len(commits) <= 20


def test_a_copy_from_the_future_does_not_cost_the_batch_a_second_try(phone: Device) -> None:
    ahead = now(seconds=26 * 3600)
    assert write(ahead) == [1]
    assert write(ahead, now()) == [2]
    assert (Position.objects.count(), DeviceState.objects.get(device=phone).copies) == (2, 1)


@pytest.mark.parametrize(
    ("offset_s", "edge"),
    [(8 * 3600, datetime(1, 1, 1, tzinfo=UTC)), (-8 * 3600, datetime(9999, 12, 31, 23, tzinfo=UTC))],
    ids=["before it", "behind it"],
)
def test_a_time_that_the_offset_of_a_clock_takes_out_of_the_calendar_is_quarantined(
    phone: Device, offset_s: int, edge: datetime
) -> None:
    Device.objects.update(clock_offset_s=offset_s)
    write(now(fix_time=edge), now(seconds=offset_s))
    (stored,) = Position.objects.all()
    assert Quarantine.objects.get().reason == QuarantineReason.NOT_STORABLE
    assert DeviceState.objects.get().fix_time == stored.fix_time


def test_the_log_names_a_device_by_its_id_and_no_identity(phone: Device, caplog: pytest.LogCaptureFixture) -> None:
    secret = "k7w2m9x4"
    make_vehicle(secret)
    device = Device.objects.get(identity=secret)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE fleet_position ADD CONSTRAINT no_north CHECK (ST_Y(point) < 89)")
    try:
        write(now(secret, lat=89.5), now("stranger-99\0", lat=89.5))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE fleet_position DROP CONSTRAINT no_north")
    assert Quarantine.objects.filter(identity=secret, reason="not_storable").exists()
    lines = [record.getMessage() for record in caplog.records if record.name == "fleet.gateway.writer"]
    assert any(
        line.startswith(f"a record of device {device.pk} goes to quarantine: CheckViolation 23514") for line in lines
    )
    assert any(
        line.startswith("a record of an unknown sender (st…) goes to quarantine: CharacterNotInRepertoire")
        for line in lines
    )
    assert not [line for line in lines if secret in line or "stranger-99" in line]


def test_an_event_that_no_column_holds_is_logged_by_the_id_of_its_device(
    phone: Device, caplog: pytest.LogCaptureFixture
) -> None:
    too_severe = Rule(1, RuleKind.GEOFENCE, Geofence(), 40_000)
    ruleset = Ruleset([too_severe], ZoneIndex({1: shapely.box(98.0, 3.0, 99.0, 4.0)}), {1: "Pasar"}, {}, UTC)
    write(now(seconds=-20, lon=97.999), watch=ruleset)
    write(now(lon=98.001), watch=ruleset)
    lines = [record.getMessage() for record in caplog.records if record.name == "fleet.gateway.writer"]
    assert any(f"a record of device {phone.pk} is stored without what it shows" in line for line in lines)
    assert not [line for line in lines if "truck-1" in line]


@pytest.mark.parametrize(
    "error",
    [ValueError("device k7w2m9x4 is odd"), KeyError("k7w2m9x4"), UnicodeEncodeError("utf-8", "k7w2m9x4", 0, 1, "no")],
    ids=["text", "key", "text that cannot be encoded"],
)
def test_an_error_is_logged_without_the_identity_that_it_quotes(error: Exception) -> None:
    line = for_log(error, ["k7w2m9x4", ""])
    assert "k7w2m9x4" not in line
    assert line.startswith(type(error).__name__)
