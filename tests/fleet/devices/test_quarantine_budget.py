"""Frames of unknown senders are bounded, those of registered devices are not touched, and no gateway waits."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import transaction
from django.utils import timezone

from fleet.models import Device, Quarantine
from fleet.protocols.fix import Rejected
from fleet.protocols.rejection import RejectionReason, reason
from fleet.retention import device_quarantine, quarantine
from fleet.retention.device_quarantine import hold_device_budget
from fleet.retention.quarantine import Amount, forget_old_frames, hold_budget
from fleet.retention.tasks import bound_quarantine, forget_quarantine
from kit.conninfo import conninfo
from tests.fleet.conftest import delivery, fix, store
from tests.vehicles import make_vehicle

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MUCH = 10**9


def send(identity: str, count: int = 1, *, at: datetime = NOW, size: int = 10) -> None:
    """``count`` frames of ``size`` bytes, a second apart; understood where somebody says who he is."""
    for number in range(count):
        message = fix(identity) if identity else Rejected(reason(RejectionReason.REFUSED, "x"), identity)
        raw = f"{identity}-{number}".encode().ljust(size, b".")
        store([delivery(message, arrival=at + timedelta(seconds=number), raw=raw)])


def broken(identity: str, count: int = 1, *, at: datetime = NOW, size: int = 10) -> None:
    """Frames that say who sent them and no more."""
    for number in range(count):
        message = Rejected(reason(RejectionReason.REFUSED, "x"), identity)
        raw = f"{identity}?{number}".encode().ljust(size, b".")
        store([delivery(message, arrival=at + timedelta(seconds=number), raw=raw)])


def waiting() -> list[tuple[str, int]]:
    """Who has frames in quarantine, and how many."""
    identities = list(Quarantine.objects.order_by("identity").values_list("identity", flat=True))
    return [(identity, identities.count(identity)) for identity in sorted(set(identities))]


def test_what_is_within_the_budget_stays(transactional_db: None) -> None:
    send("stranger", 3, size=100)
    assert hold_budget(Amount(3, 300)) == 0
    assert waiting() == [("stranger", 3)]


def test_the_oldest_of_too_many_frames_go(transactional_db: None) -> None:
    send("early", 2)
    send("late", 2, at=NOW + timedelta(hours=1))
    assert hold_budget(Amount(3, MUCH)) == 1
    assert waiting() == [("early", 1), ("late", 2)]
    assert Quarantine.objects.get(identity="early").arrival == NOW + timedelta(seconds=1)


def test_frames_go_until_the_bytes_are_few_enough(transactional_db: None) -> None:
    send("stranger", 5, size=1000)
    assert hold_budget(Amount(MUCH, 2500)) == 3
    assert waiting() == [("stranger", 2)]


def test_senders_without_a_name_are_bounded_too(transactional_db: None) -> None:
    send("", 4)
    assert hold_budget(Amount(1, MUCH)) == 3
    assert waiting() == [("", 1)]


def test_frames_of_a_registered_device_neither_count_nor_go(phone: Device) -> None:
    broken("truck-1", 4, at=NOW - timedelta(days=100))
    send("stranger", 2)
    assert hold_budget(Amount(2, MUCH)) == 0
    assert hold_budget(Amount(1, MUCH)) == 1
    assert waiting() == [("stranger", 1), ("truck-1", 4)]


def test_one_loud_sender_does_not_push_out_who_waits_to_be_claimed(transactional_db: None) -> None:
    send("patient", at=NOW - timedelta(days=30))
    send("loud", 110)
    assert hold_budget(Amount(100, MUCH)) == 11
    assert waiting() == [("loud", 99), ("patient", 1)]


def test_more_goes_than_one_transaction_holds(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quarantine, "AT_ONCE", 2)
    send("stranger", 7)
    assert hold_budget(Amount(2, MUCH)) == 5
    send("stranger-2", 5, at=NOW - timedelta(days=200))
    assert forget_old_frames(NOW, timedelta(days=180)) == 5
    assert waiting() == [("stranger", 2)]


def test_a_frame_that_a_gateway_has_in_hand_is_passed_over(transactional_db: None) -> None:
    send("stranger", 3, at=NOW - timedelta(days=200))
    first = Quarantine.objects.order_by("arrival")[0]
    with psycopg.connect(conninfo()) as gateway:
        gateway.execute("UPDATE fleet_quarantine SET count = count + 1 WHERE id = %s", [first.pk])
        assert hold_budget(Amount(2, MUCH)) == 1
        assert forget_old_frames(NOW, timedelta(days=180)) == 1
        gateway.rollback()
    assert list(Quarantine.objects.values_list("pk", flat=True)) == [first.pk]


def test_a_gateway_stores_while_the_surplus_is_being_forgotten(phone: Device) -> None:
    send("stranger", 3)
    with transaction.atomic():
        hold_budget(Amount(2, MUCH))
        writing = threading.Thread(target=lambda: store([delivery(fix()), delivery(fix("newcomer"), raw=b"new")]))
        writing.start()
        writing.join(timeout=10)
        assert not writing.is_alive()
    assert waiting() == [("newcomer", 1), ("stranger", 2)]


def test_a_device_that_is_being_registered_keeps_its_frames(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quarantine, "LOCK_TIMEOUT_MS", 50)
    send("stranger", 3)
    with psycopg.connect(conninfo()) as desk:
        desk.execute("LOCK TABLE fleet_device IN ROW EXCLUSIVE MODE")  # as any INSERT has it
        assert hold_budget(Amount(1, MUCH)) == 0
    assert waiting() == [("stranger", 3)]


def test_old_frames_go_whoever_sent_them(phone: Device) -> None:
    broken("truck-1", at=NOW - timedelta(days=181))
    send("stranger", at=NOW - timedelta(days=181))
    send("stranger-2", at=NOW - timedelta(days=179))
    assert forget_old_frames(NOW, timedelta(days=180)) == 2
    assert waiting() == [("stranger-2", 1)]


def test_what_was_set_aside_goes_after_a_month(transactional_db: None) -> None:
    send("stranger", 2)
    Quarantine.objects.filter(arrival=NOW).update(resolved_at=NOW - timedelta(days=31))
    assert forget_old_frames(NOW, timedelta(days=180)) == 1


def test_the_worker_follows_the_settings(transactional_db: None, settings: Any) -> None:
    settings.PANTAU_KEEP_QUARANTINE_DAYS, settings.PANTAU_QUARANTINE_FRAMES = 10, 1
    now = timezone.now()
    send("old", at=now - timedelta(days=11))
    forget_quarantine(timestamp=0)
    assert waiting() == []
    send("stranger", 2, at=now)
    bound_quarantine(timestamp=0)
    assert waiting() == [("stranger", 1)]


def test_the_bytes_of_the_setting_are_megabytes(transactional_db: None, settings: Any) -> None:
    settings.PANTAU_QUARANTINE_MB = 1
    send("stranger", 3, size=400_000)
    bound_quarantine(timestamp=0)
    assert waiting() == [("stranger", 2)]


def test_the_newest_frames_of_a_device_that_floods_stay_and_the_others_go(phone: Device) -> None:
    make_vehicle("truck-2")
    broken("truck-2", 2, at=NOW - timedelta(days=100))
    broken("truck-1", 5)
    assert hold_device_budget(Amount(2, MUCH)) == 3
    assert waiting() == [("truck-1", 2), ("truck-2", 2)]
    kept = Quarantine.objects.filter(identity="truck-1").order_by("arrival")
    assert [frame.arrival for frame in kept] == [NOW + timedelta(seconds=seconds) for seconds in (3, 4)]


def test_the_bytes_of_a_device_are_bounded_too(phone: Device) -> None:
    broken("truck-1", 5, size=1000)
    assert hold_device_budget(Amount(MUCH, 2500)) == 3
    assert waiting() == [("truck-1", 2)]


def test_strangers_and_frames_that_wait_for_their_replay_do_not_count_for_a_device(transactional_db: None) -> None:
    send("truck-1", 3)
    send("stranger", 3)
    make_vehicle("truck-1")
    assert hold_device_budget(Amount(1, MUCH)) == 0
    assert waiting() == [("stranger", 3), ("truck-1", 3)]


def test_a_frame_of_a_device_that_a_gateway_has_in_hand_is_passed_over(phone: Device) -> None:
    broken("truck-1", 3)
    first = Quarantine.objects.order_by("arrival")[0]
    with psycopg.connect(conninfo()) as gateway:
        gateway.execute("UPDATE fleet_quarantine SET count = count + 1 WHERE id = %s", [first.pk])
        assert hold_device_budget(Amount(1, MUCH)) == 1
        gateway.rollback()
    assert hold_device_budget(Amount(1, MUCH)) == 1
    assert waiting() == [("truck-1", 1)]


def test_more_frames_of_devices_go_than_one_transaction_or_turn_holds(
    phone: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(device_quarantine, "AT_ONCE", 2)
    monkeypatch.setattr(device_quarantine, "MOST_IN_A_TURN", 5)
    broken("truck-1", 8)
    assert hold_device_budget(Amount(1, MUCH)) == 5
    assert hold_device_budget(Amount(1, MUCH)) == 2


def test_the_log_counts_what_a_device_lost_and_does_not_name_its_identity(
    phone: Device, caplog: pytest.LogCaptureFixture
) -> None:
    broken("truck-1", 4)
    assert hold_device_budget(Amount(1, MUCH)) == 3
    (line,) = [record.getMessage() for record in caplog.records if "not understood" in record.getMessage()]
    assert f"ids {phone.pk})" in line
    assert "4 frames of 40 bytes" in line
    assert "3 are gone" in line
    assert "truck-1" not in line


def test_the_worker_holds_the_budget_of_devices(phone: Device, settings: Any) -> None:
    settings.PANTAU_QUARANTINE_DEVICE_FRAMES = 2
    broken("truck-1", 3)
    bound_quarantine(timestamp=0)
    assert waiting() == [("truck-1", 2)]
