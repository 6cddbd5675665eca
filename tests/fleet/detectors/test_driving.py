"""Speed, harsh driving, idling, duty and driving hours."""

from dataclasses import replace
from typing import Any

import pytest

from fleet.detectors.base import Sample
from fleet.events.kinds import EventKind
from fleet.protocols.attributes import Alarm
from fleet.rules.kinds import RuleKind
from fleet.rules.ruleset import Rule
from tests.fleet.detectors.tracks import ENGINE_ON, PARKED, kinds, local, raised, rule, rules, ruleset, sample

HOUR = 3600


def drive(start: float, seconds: float, every: float = 60, **values: Any) -> list[Sample]:
    """Fixes of a drive."""
    return [sample(start + second, **values) for second in range(0, round(seconds) + 1, round(every))]


def test_speeding_counts_after_its_time_and_tells_the_top_speed() -> None:
    by = rules(RuleKind.OVERSPEED, limit_kmh=80, seconds=15)
    speeds = [20.0, 25.0, 30.0, 26.0, 20.0]
    found = raised([sample(10 * n, speed_mps=speed) for n, speed in enumerate(speeds)], by)
    assert kinds(found) == [EventKind.OVERSPEED]
    assert (found[0].detail["top_kmh"], found[0].detail["for_s"]) == (108.0, 20)
    assert found[0].causes == (sample(10).cause, sample(30).cause)


def test_one_fast_fix_is_no_speeding() -> None:
    by = rules(RuleKind.OVERSPEED, limit_kmh=80, seconds=15)
    assert raised([sample(0), sample(10, speed_mps=30.0), sample(20)], by) == []


def test_an_unknown_stretch_is_not_counted_as_speeding() -> None:
    by = rules(RuleKind.OVERSPEED, limit_kmh=80, seconds=15)
    assert raised([sample(0, speed_mps=30.0), sample(900, speed_mps=30.0)], by) == []


def test_the_limit_of_a_zone_counts_inside_it() -> None:
    general = rule(RuleKind.OVERSPEED, limit_kmh=80, seconds=0)
    market = rule(RuleKind.OVERSPEED, number=2, zone=5, limit_kmh=30, seconds=0)
    by = ruleset(general, market).rules_of(1, 7)
    found = raised([sample(0), sample(10, zones=frozenset({5}))], by)
    assert [one.detail["limit_kmh"] for one in found] == [30]
    assert found[0].zone_id == 5


@pytest.mark.parametrize(
    ("change", "expected"),
    [(-4.5, [EventKind.HARSH_BRAKING]), (4.0, [EventKind.HARSH_ACCELERATION]), (-2.0, []), (2.0, [])],
)
def test_harsh_driving_is_computed_from_speeds(change: float, expected: list[EventKind]) -> None:
    found = raised([sample(0, speed_mps=15.0), sample(2, speed_mps=15.0 + 2 * change)], rules(RuleKind.HARSH))
    assert kinds(found) == expected


def test_harsh_driving_is_not_computed_over_long_intervals() -> None:
    assert raised([sample(0, speed_mps=40.0), sample(8, speed_mps=0.0)], rules(RuleKind.HARSH)) == []


def test_the_devices_own_word_on_harsh_driving_counts() -> None:
    found = raised([sample(0), sample(30, alarms=frozenset({Alarm.HARSH_CORNERING.value}))], rules(RuleKind.HARSH))
    assert kinds(found) == [EventKind.HARSH_CORNERING]
    assert found[0].detail["by_device"] is True


def test_idling_needs_a_running_engine_and_its_time() -> None:
    by = rules(RuleKind.IDLING, minutes=10)
    assert kinds(raised(drive(0, 700, state=ENGINE_ON), by)) == [EventKind.IDLING]
    assert raised(drive(0, 700, state=PARKED), by) == []
    assert raised(drive(0, 500, state=ENGINE_ON), by) == []


@pytest.mark.parametrize(
    ("day", "hour", "expected"),
    [(0, 10, []), (0, 20, [EventKind.OFF_DUTY]), (5, 10, [EventKind.WEEKEND_USE])],
)
def test_use_outside_duty_hours(day: int, hour: int, expected: list[EventKind]) -> None:
    assert kinds(raised(drive(local(day, hour), 600), rules(RuleKind.DUTY))) == expected


def test_standing_somewhere_at_night_is_no_use() -> None:
    assert raised(drive(local(0, 22), 3 * HOUR, state=PARKED), rules(RuleKind.DUTY)) == []


def test_use_that_begins_on_duty_is_off_duty_after_hours() -> None:
    found = raised(drive(local(0, 15, 50), 1200), rules(RuleKind.DUTY))
    assert kinds(found) == [EventKind.OFF_DUTY]
    assert found[0].since_us == sample(local(0, 16)).us


def test_driving_outside_the_agencys_area() -> None:
    by = rules(RuleKind.DUTY, outside_area=True)
    home = frozenset({-7})
    assert raised(drive(local(0, 10), 600, zones=home), by) == []
    assert kinds(raised([*drive(local(0, 10), 60, zones=home), *drive(local(0, 10, 2), 600)], by)) == [
        EventKind.OFF_AREA
    ]


def hours(*parts: tuple[float, bool]) -> list[Sample]:
    """Fixes each minute from six in the morning: (hours, driving) after each other."""
    fixes: list[Sample] = []
    at = local(0, 6)
    for length, driving in parts:
        state = ENGINE_ON | 1 if driving else PARKED
        fixes += [sample(at + second, state=state) for second in range(0, round(length * HOUR), 60)]
        at += length * HOUR
    return fixes


def test_four_hours_without_a_rest_are_too_long() -> None:
    found = raised(hours((4.5, True)), rules(RuleKind.DRIVER_HOURS))
    assert kinds(found) == [EventKind.DRIVING_TOO_LONG]
    assert found[0].detail["for_s"] == 4 * HOUR


def test_a_rest_of_half_an_hour_begins_anew_and_a_shorter_one_does_not() -> None:
    by = rules(RuleKind.DRIVER_HOURS)
    assert raised(hours((3, True), (0.6, False), (3, True)), by) == []
    assert kinds(raised(hours((3, True), (0.3, False), (1.2, True)), by)) == [EventKind.DRIVING_TOO_LONG]


def test_eight_hours_a_day_are_enough_and_the_next_day_is_another() -> None:
    by = rules(RuleKind.DRIVER_HOURS)
    day = ((3.5, True), (0.6, False), (3.5, True), (0.6, False), (1.5, True))
    assert kinds(raised(hours(*day), by)) == [EventKind.DAILY_DRIVING]
    assert raised(hours((3.5, True), (0.6, False), (3.5, True), (13, False), (3, True)), by) == []


def test_time_without_fixes_is_not_driving() -> None:
    fixes = [*hours((3, True)), *(sample(local(0, 11) + second) for second in range(0, 1800, 60))]
    assert raised(fixes, rules(RuleKind.DRIVER_HOURS)) == []


def test_the_narrowest_rule_counts() -> None:
    def reaching(number: int, limit: float, **reach: int) -> Rule:
        return replace(rule(RuleKind.OVERSPEED, number=number, limit_kmh=limit, seconds=0), **reach)  # type: ignore[arg-type]

    every = ruleset(reaching(1, 100), reaching(2, 80, agency_id=7), reaching(3, 60, vehicle_id=2))
    assert [
        every.rules_of(vehicle, agency).speed_floors_mps[0] * 3.6 for vehicle, agency in ((1, 8), (1, 7), (2, 7))
    ] == (pytest.approx([100, 80, 60]))
