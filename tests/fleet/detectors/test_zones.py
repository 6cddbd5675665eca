"""Entering, leaving, crossing, dwelling, and zones with hours."""

import pytest

from fleet.events.kinds import EventKind
from fleet.rules.kinds import RuleKind
from tests.fleet.detectors.tracks import kinds, local, raised, rules, sample

IN, OUT = frozenset({5}), frozenset[int]()
CLOSED_AT_NIGHT = {"days": [[[0, 300], [1320, 1440]]] * 7}


def test_entering_and_leaving_are_events_with_both_fixes() -> None:
    found = raised([sample(0), sample(10, zones=IN), sample(20, zones=IN), sample(30)], rules(RuleKind.GEOFENCE))
    assert kinds(found) == [EventKind.ZONE_ENTERED, EventKind.ZONE_LEFT]
    assert found[0].causes == (sample(0).cause, sample(10).cause)
    assert found[0].detail["zone"] == "Pasar"


def test_a_vehicle_first_seen_inside_has_not_entered() -> None:
    assert raised([sample(0, zones=IN), sample(10, zones=IN)], rules(RuleKind.GEOFENCE)) == []


def test_a_zone_passed_between_two_fixes_was_crossed() -> None:
    found = raised([sample(0), sample(30, crossed=IN)], rules(RuleKind.GEOFENCE))
    assert kinds(found) == [EventKind.ZONE_CROSSED]
    assert found[0].detail["between_s"] == 30


def test_a_rule_for_one_zone_says_nothing_of_others() -> None:
    assert raised([sample(0), sample(10, zones=IN)], rules(RuleKind.GEOFENCE, zone=6)) == []


def test_what_is_not_wanted_is_not_said() -> None:
    found = raised([sample(0), sample(10, zones=IN), sample(20)], rules(RuleKind.GEOFENCE, enter=False))
    assert kinds(found) == [EventKind.ZONE_LEFT]


def test_dwelling_is_said_once_for_each_stay() -> None:
    stay = [sample(second, zones=IN) for second in range(0, 1000, 100)]
    again = [sample(1000), *(sample(second, zones=IN) for second in range(1100, 2000, 100))]
    found = raised([*stay, *again], rules(RuleKind.DWELL, minutes=10))
    assert kinds(found) == [EventKind.DWELL, EventKind.DWELL]
    assert [one.detail["for_s"] for one in found] == [600, 600]


@pytest.mark.parametrize(("hour", "expected"), [(12, []), (23, [EventKind.ZONE_FORBIDDEN])])
def test_a_closed_zone_is_closed_in_its_hours(hour: int, expected: list[EventKind]) -> None:
    by = rules(RuleKind.ZONE_HOURS, zone=5, hours=CLOSED_AT_NIGHT, grace_minutes=1)
    fixes = [sample(local(0, hour) + second, zones=IN) for second in (0, 30, 60, 90)]
    assert kinds(raised(fixes, by)) == expected


def test_grace_is_given_and_a_visit_shorter_than_it_is_no_event() -> None:
    by = rules(RuleKind.ZONE_HOURS, zone=5, grace_minutes=2)
    assert raised([sample(0), sample(10, zones=IN), sample(100, zones=IN), sample(120)], by) == []


def test_being_away_from_where_it_must_be_is_an_event() -> None:
    by = rules(RuleKind.ZONE_HOURS, zone=5, must_be="inside", grace_minutes=1)
    found = raised([sample(0, zones=IN), sample(30), sample(60), sample(95)], by)
    assert kinds(found) == [EventKind.ZONE_ABSENT]
    assert found[0].since_us == sample(30).us
