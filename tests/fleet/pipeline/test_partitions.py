"""Every day finds its place."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from fleet.devices.listeners import BITS
from fleet.models import Device, Position, Quarantine
from fleet.pipeline.delivery import Delivery
from fleet.pipeline.partitions import DAYS_A_BATCH, in_window
from fleet.retention.tasks import make_partitions
from tests.fleet.conftest import delivery, fix, store

pytestmark = pytest.mark.django_db(transaction=True)


def partition_of(fix_time: datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM fleet_position WHERE fix_time = %s", [fix_time])
        return str(cursor.fetchone()[0])


def make_day(day: date) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT fleet_make_day(%s)", [day])
        return bool(cursor.fetchone()[0])


def drop_day(day: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS fleet_position_{day:%Y%m%d}")


def test_a_day_of_the_window_has_a_partition_of_its_own(phone: Device) -> None:
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(days=9)
    store([delivery(fix(fix_time=at))])
    assert partition_of(at) == f"fleet_position_{at:%Y%m%d}"


def test_a_day_long_past_shares_the_default_partition(phone: Device) -> None:
    at = datetime(2019, 5, 1, tzinfo=UTC)
    store([delivery(fix(fix_time=at))])
    assert partition_of(at) == "fleet_position_other"


def test_rows_that_came_before_their_partition_move_into_it(phone: Device) -> None:
    at = datetime(2031, 5, 1, 6, tzinfo=UTC)
    store([delivery(fix(fix_time=at), fix(fix_time=at + timedelta(days=1)))])
    try:
        assert make_day(at.date())
        assert partition_of(at) == "fleet_position_20310501"
        assert partition_of(at + timedelta(days=1)) == "fleet_position_other"
        assert Position.objects.count() == 2
    finally:
        drop_day(at.date())


def test_making_a_day_twice_changes_nothing(transactional_db: None) -> None:
    day = date(2031, 5, 2)
    try:
        assert make_day(day)
        assert not make_day(day)
    finally:
        drop_day(day)


def test_the_worker_makes_the_days_to_come(transactional_db: None) -> None:
    ahead = timezone.now().astimezone(UTC).date() + timedelta(days=2)
    drop_day(ahead)
    make_partitions(timestamp=0)
    assert not make_day(ahead)


def test_the_window_ends_in_both_directions() -> None:
    today = date(2026, 3, 1)
    assert in_window(today + timedelta(days=2), today)
    assert not in_window(today + timedelta(days=3), today)
    assert in_window(today - timedelta(days=400), today)
    assert not in_window(today - timedelta(days=401), today)


def days() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE 'fleet_position_2%'")
        return {name for (name,) in cursor.fetchall()}


def upload(identity: str, count: int) -> Delivery:
    """A fix on each of ``count`` days of long ago that no test has stored anything on."""
    start = datetime.now(UTC) - timedelta(days=200)
    return delivery(*(fix(identity, fix_time=start - timedelta(days=n)) for n in range(count)))


def test_strangers_and_devices_on_a_foreign_listener_make_no_partition(phone: Device) -> None:
    Device.objects.update(listeners=BITS["gt06", "tcp"])
    before = days()
    store([upload("stranger", 12), upload("truck-1", 12)])
    assert days() == before
    assert Quarantine.objects.count() > 0


def test_one_batch_makes_a_bounded_number_of_partitions_and_loses_nothing(phone: Device) -> None:
    before = days()
    store([upload("truck-1", DAYS_A_BATCH + 4)])
    assert len(days() - before) == DAYS_A_BATCH
    assert Position.objects.count() == DAYS_A_BATCH + 4
