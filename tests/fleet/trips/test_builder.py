"""What makes a trip and what does not."""

from itertools import pairwise

import pytest

from fleet.trips.builder import build
from fleet.trips.fixes import SECOND_US, Fix
from fleet.trips.kinds import TripKind, TripReason
from fleet.trips.part import Code, Of, Part
from tests.fleet.trips.journey import PER_METRE, START_US, Journey

DRIVE, STOP, GAP = TripKind.DRIVE, TripKind.STOP, TripKind.GAP


def kinds(parts: list[Part]) -> list[TripKind]:
    return [part.kind for part in parts]


def codes(part: Part, of: Of) -> list[Code]:
    return [evidence.code for group, evidence in part.evidence if group is of]


def length_s(part: Part) -> float:
    return (part.end.us - part.start.us) / 1e6


def test_a_day_is_cut_into_stops_and_drives() -> None:
    parts = build(Journey().stand(600).drive(1200).stand(900).drive(600).stand(300))
    assert kinds(parts) == [STOP, DRIVE, STOP, DRIVE, STOP]
    assert [part.open for part in parts] == [False] * 4 + [True]


def test_the_next_part_begins_where_the_one_before_ends() -> None:
    parts = build(Journey().stand(600).drive(1200).silence(3000, 10).drive(600).stand(900))
    assert all(a.end == b.start and a.ended_by in {b.begun_by, TripReason.HEARD_AGAIN} for a, b in pairwise(parts))


def test_a_drive_measures_its_way_and_a_stop_none() -> None:
    stop, drive, *_ = build(Journey().stand(600, drift_m=20).drive(1200).stand(900))
    assert (stop.figures.distance_m, stop.figures.moving_s) == (0, 0)
    assert drive.figures.distance_m == pytest.approx(12_000, rel=0.01)
    assert drive.figures.max_speed_mps == 10
    assert drive.figures.moving_s == pytest.approx(1200, abs=20)


def test_every_fix_is_counted_once() -> None:
    journey = Journey(ignition_known=True).stand(600).stand(60, ignition=True).drive(900).silence(2000, 9).drive(300)
    assert sum(part.figures.fixes for part in build(journey)) == len(journey.fixes)


def test_waiting_at_a_light_ends_no_trip() -> None:
    assert kinds(build(Journey().stand(300).drive(600).stand(120).drive(600))) == [STOP, DRIVE]


def test_the_average_is_not_above_the_speed_that_is_reported_when_it_drives_off_between_two_fixes() -> None:
    _stop, drive, *_ = build(Journey(every_s=60).stand(600).drive(240).stand(600))
    assert drive.figures.distance_m / drive.figures.moving_s == pytest.approx(10, rel=0.001)


def test_the_time_that_it_stood_before_it_drove_off_is_not_driven() -> None:
    journey = Journey(ignition_known=True).stand(600).stand(60, ignition=True)
    _stop, drive = build(journey.silence(240).drive(600))
    assert drive.figures.moving_s == pytest.approx(600, abs=1)
    assert drive.figures.idle_s == pytest.approx(290, abs=1)


def test_a_fix_after_it_stopped_does_not_make_all_the_time_before_it_driven() -> None:
    _stop, drive, *_ = build(Journey().stand(300).drive(600).silence(30, 10).silence(240).stand(600))
    assert drive.figures.moving_s == pytest.approx(630, abs=1)


def test_the_ignition_ends_a_trip_sooner() -> None:
    parts = build(Journey(ignition_known=True).stand(300).drive(600).stand(90).drive(600))
    assert kinds(parts) == [STOP, DRIVE, STOP, DRIVE]
    assert parts[1].ended_by is TripReason.IGNITION_OFF
    assert codes(parts[1], Of.END) == [Code.TURNED_OFF, Code.STAYED_OFF]


def test_a_trip_begins_when_the_ignition_goes_on() -> None:
    stop, drive = build(Journey(ignition_known=True).stand(600).stand(120, ignition=True).drive(600))
    assert drive.begun_by is TripReason.IGNITION_ON
    assert drive.figures.idle_s == pytest.approx(120, abs=10)
    assert length_s(stop) == 600


def test_an_engine_that_runs_for_long_is_no_trip() -> None:
    stop, drive = build(Journey(ignition_known=True).stand(600).stand(1200, ignition=True).drive(600))
    assert drive.begun_by is TripReason.MOVED_AWAY
    assert stop.figures.idle_s == pytest.approx(1200, abs=20)


def test_a_receiver_that_wanders_makes_no_trip() -> None:
    (stop,) = build(Journey().stand(7200, drift_m=140))
    assert (stop.kind, stop.figures.distance_m) == (STOP, 0)


@pytest.mark.parametrize("metres", [100, 350, 5000])
def test_one_fix_that_is_wrong_makes_no_trip(metres: float) -> None:
    (stop,) = build(Journey().stand(600).jump(metres, speed_mps=8).stand(600))
    assert codes(stop, Of.WITHIN) == [Code.WANDERED]


def test_inaccurate_fixes_of_a_phone_indoors_make_no_trip() -> None:
    journey = Journey().stand(600)
    away = [fix._replace(accuracy_m=450, speed_mps=None) for fix in Journey(at_s=600, north_m=400).stand(100)]
    assert kinds(build([*journey, *away])) == [STOP]


def test_moving_within_the_yard_is_no_trip() -> None:
    stop, drive = build(Journey().stand(600).drive(30, 4).stand(600).drive(600))
    assert (stop.kind, drive.kind) == (STOP, DRIVE)
    assert Code.SHIFTED in codes(stop, Of.WITHIN)


def test_silence_on_the_way_is_a_gap_and_no_drive() -> None:
    parts = build(Journey().stand(300).drive(600).silence(1800, 12).drive(600))
    assert kinds(parts) == [STOP, DRIVE, GAP, DRIVE]
    gap = parts[2]
    assert (gap.figures.distance_m, gap.begun_by, gap.ended_by) == (0, TripReason.SILENCE, TripReason.HEARD_AGAIN)
    (again,) = [evidence for of, evidence in gap.evidence if of is Of.END]
    assert again.m == pytest.approx(21_720, rel=0.01)
    assert again.s == 1810


def test_a_tracker_that_sleeps_where_it_stands_leaves_no_gap() -> None:
    (stop,) = build(Journey().stand(600).silence(36_000).stand(20))
    assert (stop.kind, Code.QUIET_HERE in codes(stop, Of.WITHIN)) == (STOP, True)


def test_a_tracker_that_wakes_by_driving_off_begins_the_trip_there() -> None:
    stop, drive = build(Journey().stand(600).silence(36_000).drive(600))
    assert (stop.kind, drive.kind) == (STOP, DRIVE)
    assert drive.figures.moving_s == pytest.approx(600, abs=20)
    assert codes(drive, Of.START)[0] is Code.WOKE


def test_a_vehicle_that_was_carried_off_unseen_leaves_a_gap() -> None:
    assert kinds(build(Journey().stand(600).silence(7200, 5).stand(600))) == [STOP, GAP, STOP]


def test_a_short_way_between_silences_is_no_trip() -> None:
    parts = build(Journey().stand(600).silence(3000, 5).drive(20, 5).stand(600))
    assert kinds(parts) == [STOP, GAP, STOP]
    assert Code.TOO_SHORT in codes(parts[2], Of.START)


def test_of_two_devices_the_one_that_is_heard_keeps_the_word() -> None:
    phone = [fix._replace(us=fix.us + 3_000_000) for fix in Journey(device=2).stand(2000)]
    parts = build([*Journey().stand(600).drive(600).stand(600), *phone])
    assert kinds(parts) == [STOP, DRIVE, STOP]
    assert {part.start.device for part in parts} == {1}


def test_the_end_of_a_drive_is_explained_as_the_beginning_of_the_stop() -> None:
    _, drive, stop = build(Journey().stand(600).drive(600).stand(600))
    assert codes(drive, Of.END) == codes(stop, Of.START) == [Code.ARRIVED, Code.STOOD]
    assert codes(drive, Of.START) == [Code.LAST_INSIDE, Code.OUTSIDE, Code.FAR_ENOUGH]


def test_nothing_is_built_from_nothing() -> None:
    assert build([]) == []


def test_one_fix_is_a_stop_that_goes_on() -> None:
    (stop,) = build(Journey().stand(10))
    assert (stop.kind, stop.open, stop.figures.fixes) == (STOP, True, 1)


def test_fixes_of_one_moment_that_contradict_each_other_are_all_counted() -> None:
    there = [Fix(START_US, 1, 98.49, 3.1 + metres * PER_METRE) for metres in (0, 260, 260, 520)]
    (stop,) = build([*there, Fix(START_US + 400 * SECOND_US, 1, 98.49, 3.1 + 540 * PER_METRE)])
    assert (stop.kind, stop.figures.fixes) == (STOP, 5)
