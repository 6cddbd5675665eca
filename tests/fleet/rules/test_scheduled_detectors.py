"""Silence and papers, which no fix tells of."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from fleet.detectors import state_bits
from fleet.events.kinds import EventKind
from fleet.events.labels import in_words
from fleet.models import DetectorRule, Device, DeviceState, RuleKind, SilentDevice, Vehicle, VehicleEvent, VehiclePaper
from fleet.rules.ingest_liveness import IngestProcess, note_alive
from fleet.rules.scheduled_detectors.papers import look_at_papers
from fleet.rules.scheduled_detectors.silence import look_for_silence
from tests.vehicles import make_vehicle

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 3, 2, 5, tzinfo=UTC)
DRIVING = state_bits.MOVING | state_bits.IGNITION_KNOWN | state_bits.IGNITION_ON


def heard(device: Device, minutes_ago: float, *, fix_ago: float | None = None, state: int = DRIVING) -> None:
    """The device's last sign of life, and its last fix."""
    DeviceState.objects.filter(device=device).update(
        last_contact=NOW - timedelta(minutes=minutes_ago),
        fix_time=NOW - timedelta(minutes=minutes_ago if fix_ago is None else fix_ago),
        vehicle_id=device.vehicle_id,
        state=state,
    )


def silences() -> list[str]:
    return [event.detail["why"] for event in VehicleEvent.objects.filter(kind=EventKind.SILENT).order_by("id")]


@pytest.mark.parametrize(
    ("minutes", "fix_ago", "state", "expected"),
    [
        (5, None, DRIVING, []),
        (12, None, DRIVING, ["no_signal"]),
        (12, None, state_bits.IGNITION_KNOWN, []),
        (27 * 60, None, state_bits.IGNITION_KNOWN, ["parked"]),
        (1, 20, DRIVING, ["no_fix"]),
    ],
)
def test_the_kinds_of_silence_are_told_apart(
    phone: Device, minutes: float, fix_ago: float | None, state: int, expected: list[str]
) -> None:
    heard(phone, minutes, fix_ago=fix_ago, state=state)
    look_for_silence(NOW)
    assert silences() == expected


def test_a_tracker_that_lost_its_power_before_is_said_to_be_tampered_with(phone: Device) -> None:
    heard(phone, 12)
    DeviceState.objects.filter(device=phone).update(detectors={"power": {"cut": True}})
    look_for_silence(NOW)
    assert silences() == ["tampered"]


def test_a_silence_is_said_once_however_often_it_is_looked_for(phone: Device) -> None:
    heard(phone, 12)
    assert [look_for_silence(NOW + timedelta(minutes=n)) for n in range(3)] == [1, 0, 0]
    SilentDevice.objects.all().delete()  # a worker that died in between
    assert look_for_silence(NOW + timedelta(minutes=3)) == 0


def test_one_sign_of_life_does_not_end_a_silence_and_being_heard_for_a_while_does(phone: Device) -> None:
    heard(phone, 12)
    look_for_silence(NOW)
    heard(phone, 0)
    assert [look_for_silence(NOW + timedelta(minutes=minute)) for minute in range(20)] == [0] * 20
    assert SilentDevice.objects.get().heard_since is None
    for minute in range(20, 26):
        DeviceState.objects.update(
            last_contact=NOW + timedelta(minutes=minute), fix_time=NOW + timedelta(minutes=minute)
        )
        look_for_silence(NOW + timedelta(minutes=minute))
    assert [event.kind for event in VehicleEvent.objects.order_by("id")] == [EventKind.SILENT, EventKind.HEARD_AGAIN]
    assert not SilentDevice.objects.exists()


def test_while_the_centre_stood_still_nobody_was_silent(phone: Device) -> None:
    heard(phone, 0)
    look_for_silence(NOW)
    began = NOW + timedelta(hours=2)
    minutes = [look_for_silence(began + timedelta(minutes=minute)) for minute in range(12)]
    assert minutes == [0] * 10 + [1, 0], "ten minutes of listening, not two hours of absence"
    event = VehicleEvent.objects.get()
    assert (event.since, event.time) == (NOW, began + timedelta(minutes=10))


def test_while_no_gateway_listened_nobody_was_silent(phone: Device) -> None:
    heard(phone, 0)
    note_alive(IngestProcess.GATEWAY, NOW)
    minutes = [look_for_silence(NOW + timedelta(minutes=minute)) for minute in range(0, 30)]
    assert minutes == [0] * 30, "who would have heard it?"
    note_alive(IngestProcess.GATEWAY, NOW + timedelta(minutes=30))
    listened = []
    for minute in range(30, 42):
        note_alive(IngestProcess.GATEWAY, NOW + timedelta(minutes=minute))
        listened.append(look_for_silence(NOW + timedelta(minutes=minute)))
    assert listened == [0] * 10 + [1, 0]


def test_a_device_that_cannot_be_judged_hides_no_silence_behind_it(phone: Device) -> None:
    other = make_vehicle("truck-2").devices.get()
    heard(phone, 12)
    heard(other, 12)
    DeviceState.objects.filter(device=phone).update(detectors=["of another form"])
    assert look_for_silence(NOW) == 1
    assert VehicleEvent.objects.get().device_id == other.pk


def test_each_vehicle_has_its_own_patience(phone: Device) -> None:
    DetectorRule.objects.create(kind=RuleKind.SILENCE, vehicle=phone.vehicle, settings={"driving_minutes": 60})
    heard(phone, 30)
    assert look_for_silence(NOW) == 0


def test_a_rule_that_is_off_looks_for_nothing(phone: Device) -> None:
    DetectorRule.objects.create(kind=RuleKind.SILENCE, enabled=False)
    heard(phone, 30)
    assert look_for_silence(NOW) == 0


def test_a_silence_ends_though_its_rule_was_switched_off(phone: Device) -> None:
    heard(phone, 12)
    look_for_silence(NOW)
    DetectorRule.objects.create(kind=RuleKind.SILENCE, enabled=False)
    for minute in range(1, 9):
        DeviceState.objects.update(
            last_contact=NOW + timedelta(minutes=minute), fix_time=NOW + timedelta(minutes=minute)
        )
        look_for_silence(NOW + timedelta(minutes=minute))
    assert [event.kind for event in VehicleEvent.objects.order_by("id")] == [EventKind.SILENT, EventKind.HEARD_AGAIN]
    assert not SilentDevice.objects.exists()


def test_papers_are_spoken_of_before_they_run_out_each_notice_once(truck: Vehicle) -> None:
    VehiclePaper.objects.create(vehicle=truck, kind="kir", expires_on=date(2026, 4, 1))
    days = [
        date(2026, 3, 1),
        date(2026, 3, 2),
        date(2026, 3, 3),
        date(2026, 3, 26),
        date(2026, 3, 31),
        date(2026, 3, 31),
    ]
    assert [look_at_papers(day) for day in days] == [0, 1, 0, 1, 1, 0]


def test_a_notice_names_the_paper_and_its_day(truck: Vehicle) -> None:
    VehiclePaper.objects.create(vehicle=truck, kind="stnk", expires_on=timezone.localdate() + timedelta(days=7))
    look_at_papers()
    with translation.override("en"):
        words = in_words(VehicleEvent.objects.get())
    assert words.startswith("registration (STNK) is valid until")
    assert words.endswith("days left: 7.")
