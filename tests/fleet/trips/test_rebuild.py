"""Trips in the database: made once, mended by late fixes, never lost halfway."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.forms.models import model_to_dict

from fleet.devices.actions.assign_device import assign_device
from fleet.devices.actions.register_device import register_device
from fleet.models import Device, DeviceState, Trip, TripBuild, TripWork, Vehicle
from fleet.protocols.fix import Fix
from fleet.trips import pending_builds
from fleet.trips import rebuild as rebuilding
from fleet.trips.build_requests import take_word
from fleet.trips.kinds import TripKind, TripReason
from fleet.trips.pending_builds import build_waiting
from fleet.trips.rebuild import build_from, rebuild
from tests.fleet.conftest import NOON, delivery, fix, store
from tests.fleet.trips.journey import PER_METRE
from tests.vehicles import make_vehicle

pytestmark = pytest.mark.django_db(transaction=True)
DRIVE, STOP, GAP = TripKind.DRIVE, TripKind.STOP, TripKind.GAP


def stand(start: int, end: int, at_m: float, **more: Any) -> list[Fix]:
    return [fix(seconds=n, lat=3.1 + at_m * PER_METRE, speed_mps=0.0, **more) for n in range(start, end, 30)]


def drive(start: int, end: int, from_m: float, **more: Any) -> list[Fix]:
    return [
        fix(seconds=n, lat=3.1 + (from_m + (n - start) * 10) * PER_METRE, speed_mps=10.0, moving=True, **more)
        for n in range(start, end, 10)
    ]


MORNING = [*stand(0, 600, 0), *drive(600, 1200, 0), *stand(1200, 2400, 6000)]
BACK = [*drive(2400, 3000, 6000), *stand(3000, 3600, 12_000)]


def take(fixes: list[Fix]) -> None:
    """Store the fixes through the pipeline, which notes them for the worker."""
    store([delivery(*fixes)])


def rows(vehicle: Vehicle) -> list[dict[str, Any]]:
    """Everything of the trips but their ids."""
    return [model_to_dict(trip, exclude=["id"]) for trip in Trip.objects.filter(vehicle=vehicle)]


def kinds(vehicle: Vehicle) -> list[str]:
    return list(Trip.objects.filter(vehicle=vehicle).order_by("start").values_list("kind", flat=True))


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_the_worker_builds_what_the_gateway_noted(truck: Vehicle) -> None:
    take(MORNING)
    assert build_waiting() == 1
    assert kinds(truck) == [STOP, DRIVE, STOP]
    assert not DeviceState.objects.exclude(unbuilt_from=None).exists()
    assert not TripWork.objects.exists()


def test_it_ends_although_the_gateway_goes_on(truck: Vehicle, monkeypatch: pytest.MonkeyPatch) -> None:
    take(MORNING)
    take_word()
    monkeypatch.setattr(pending_builds, "take_word", lambda: 1)
    assert build_waiting() == 1


def test_building_again_changes_nothing(truck: Vehicle) -> None:
    take(MORNING)
    build_waiting()
    before = rows(truck)
    TripWork.objects.create(vehicle=truck, since=at(900))
    assert build_waiting() == 1
    assert rows(truck) == before


def test_building_piece_by_piece_gives_the_same_rows(truck: Vehicle) -> None:
    fixes = [*MORNING, *BACK]
    for n in range(0, len(fixes), 17):
        take(fixes[n : n + 17])
        build_waiting()
    before = rows(truck)
    build_from(truck.pk, NOON)
    assert rows(truck) == before
    assert len(before) == 5


def test_late_fixes_mend_the_drive_that_they_belong_to(truck: Vehicle) -> None:
    late = [one for one in MORNING if one.fix_time is not None and at(700) <= one.fix_time < at(1100)]
    take([one for one in [*MORNING, *BACK] if one not in late])
    build_waiting()
    first, *later = Trip.objects.filter(vehicle=truck, kind=DRIVE).order_by("start")
    assert first.fixes < 30
    take(late)
    build_waiting()
    mended, *after = Trip.objects.filter(vehicle=truck, kind=DRIVE).order_by("start")
    assert (mended.start, mended.end, mended.fixes) == (first.start, first.end, first.fixes + 40)
    assert mended.distance_m == pytest.approx(6000, rel=0.01)
    assert [(one.start, one.distance_m) for one in after] == [(one.start, one.distance_m) for one in later]


def test_a_late_drive_splits_the_stop_that_was_known(truck: Vehicle) -> None:
    take([*stand(0, 600, 0), *stand(3000, 3600, 0)])
    build_waiting()
    assert kinds(truck) == [STOP]
    take([*drive(600, 1200, 0), *stand(1200, 2000, 6000), *reversed(back_home())])
    build_waiting()
    assert kinds(truck) == [STOP, DRIVE, STOP, DRIVE, STOP]


def back_home() -> list[Fix]:
    return [
        fix(seconds=2000 + n, lat=3.1 + (6000 - n * 6.5) * PER_METRE, speed_mps=6.5, moving=True)
        for n in range(0, 920, 10)
    ]


def test_what_lies_before_the_late_fix_is_not_touched(truck: Vehicle) -> None:
    take([*MORNING, *BACK])
    build_waiting()
    ids = list(Trip.objects.filter(vehicle=truck).order_by("start").values_list("id", flat=True))
    take([fix(seconds=2705, lat=3.1 + 9050 * PER_METRE, speed_mps=10.0, moving=True)])
    build_waiting()
    assert list(Trip.objects.filter(vehicle=truck).order_by("start").values_list("id", flat=True))[:2] == ids[:2]


def test_fixes_that_are_not_believed_make_no_trip(truck: Vehicle) -> None:
    take([*stand(0, 600, 0), fix(seconds=605, lat=3.9, accuracy_m=900.0), *stand(630, 1200, 0)])
    build_waiting()
    (stop,) = Trip.objects.filter(vehicle=truck)
    assert stop.fixes == 39


def test_a_crash_leaves_the_work_and_the_old_trips(truck: Vehicle, monkeypatch: pytest.MonkeyPatch) -> None:
    take(MORNING)
    build_waiting()
    before = rows(truck)
    take(BACK)

    def crash(*args: object, **options: object) -> None:
        raise ValueError("halfway")

    with monkeypatch.context() as broken:
        broken.setattr(rebuilding, "row_of", crash)
        build_waiting()
    assert rows(truck) == before
    assert TripWork.objects.filter(vehicle=truck).exists()
    build_waiting()
    assert len(rows(truck)) == 5


def test_a_build_that_fails_holds_up_no_other_vehicle(truck: Vehicle, monkeypatch: pytest.MonkeyPatch) -> None:
    other = make_vehicle("bus-1")
    take(MORNING)
    take(stand(0, 600, 0, identity="bus-1"))
    real = rebuilding._mend

    def mend(build: TripBuild, *rest: Any) -> datetime | None:
        if build.vehicle_id == truck.pk:
            raise ValueError("this one")
        return real(build, *rest)

    monkeypatch.setattr(rebuilding, "_mend", mend)
    build_waiting()
    assert (kinds(truck), kinds(other)) == ([], [STOP])


def test_a_long_history_is_built_in_several_transactions(truck: Vehicle) -> None:
    fixes = [*MORNING, *BACK]
    take(fixes)
    take_word()
    steps = 0
    while rebuild(truck.pk, most=40):
        steps += 1
    whole = rows(truck)
    assert steps > 3
    build_from(truck.pk, NOON)
    assert rows(truck) == whole


def test_fixes_belong_to_the_vehicle_that_the_device_was_in(truck: Vehicle, phone: Device) -> None:
    other = make_vehicle("bus-1")
    take(MORNING)
    build_waiting()
    assign_device(None, phone, other, at=at(2390))
    take(BACK)
    build_waiting()
    assert (kinds(truck), kinds(other)) == ([STOP, DRIVE, STOP], [DRIVE, STOP])


def test_a_vehicle_whose_device_is_taken_out_ends_its_trip(truck: Vehicle, phone: Device) -> None:
    take(MORNING)
    build_waiting()
    assign_device(None, phone, None)
    build_waiting()
    last = Trip.objects.filter(vehicle=truck).latest("start")
    assert (last.open, last.ended_by) == (False, TripReason.VEHICLE_CHANGED)


def test_the_phone_of_the_driver_does_not_double_the_way(truck: Vehicle) -> None:
    register_device(None, "phone-2", truck)
    take(MORNING)
    take(drive(605, 1200, 0, identity="phone-2"))
    build_waiting()
    drive_row = Trip.objects.get(vehicle=truck, kind=DRIVE)
    assert drive_row.distance_m == pytest.approx(6000, rel=0.01)


def test_the_command_makes_all_trips_anew(truck: Vehicle) -> None:
    take(MORNING)
    call_command("rebuild_trips", vehicle=[truck.pk], since="2026-03-01")
    assert kinds(truck) == [STOP, DRIVE, STOP]


@pytest.mark.parametrize("wrong", [{"vehicle": [999_999]}, {"since": "last tuesday"}, {"since": "2026-13-45"}])
def test_the_command_rejects_what_it_does_not_know(truck: Vehicle, wrong: dict[str, Any]) -> None:
    with pytest.raises(CommandError):
        call_command("rebuild_trips", **wrong)
