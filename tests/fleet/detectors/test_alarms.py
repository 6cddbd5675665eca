"""SOS, power, towing, tampering, a stuck receiver."""

import pytest

from fleet.detectors import state_bits
from fleet.detectors.base import Raised
from fleet.events.kinds import EventKind
from fleet.protocols.attributes import Alarm
from fleet.rules.kinds import RuleKind
from kit.severity import Severity
from tests.fleet.detectors.tracks import DRIVING, PARKED, kinds, raised, rules, sample

POWERED = DRIVING | state_bits.EXTERNAL_POWER


def test_sos_is_raised_once_for_each_press() -> None:
    pressed = DRIVING | state_bits.SOS
    fixes = [sample(0), sample(10, state=pressed), sample(20, state=pressed), sample(30), sample(40, state=pressed)]
    found = raised(fixes, rules(RuleKind.SOS))
    assert kinds(found) == [EventKind.SOS, EventKind.SOS]
    assert {one.severity for one in found} == {Severity.ALARM}


def test_power_that_is_cut_is_an_event_and_so_is_its_return() -> None:
    fixes = [sample(0, state=POWERED), sample(10), sample(20), sample(30, state=POWERED)]
    assert kinds(raised(fixes, rules(RuleKind.POWER))) == [EventKind.POWER_CUT, EventKind.POWER_RESTORED]


def test_a_phone_taken_from_its_charger_has_not_lost_its_power() -> None:
    charging, walking = state_bits.EXTERNAL_POWER | state_bits.MOVING, state_bits.MOVING
    assert raised([sample(0, state=charging), sample(10, state=walking)], rules(RuleKind.POWER)) == []


def towed(metres_per_fix: float) -> list[Raised]:
    state = PARKED | state_bits.MOVING
    degree = metres_per_fix / 111_195
    return raised(
        [sample(0, state=PARKED), *(sample(15 * n, lat=3.1 + degree * n, state=state) for n in range(1, 9))],
        rules(RuleKind.TOWING),
    )


@pytest.mark.parametrize(("metres_per_fix", "events"), [(60, 1), (5, 0)])
def test_moving_far_with_the_ignition_off_is_towing(metres_per_fix: float, events: int) -> None:
    assert len(towed(metres_per_fix)) == events


@pytest.mark.parametrize(
    ("alarm", "kind"),
    [
        (Alarm.JAMMING, EventKind.JAMMING),
        (Alarm.TAMPER, EventKind.TAMPER),
        (Alarm.GPS_ANTENNA_CUT, EventKind.TAMPER),
        (Alarm.ACCIDENT, EventKind.ACCIDENT),
    ],
)
def test_what_the_device_says_is_raised_until_it_stops_saying_it(alarm: Alarm, kind: EventKind) -> None:
    said = frozenset({alarm.value})
    fixes = [sample(0), sample(10, alarms=said), sample(20, alarms=said), sample(30), sample(40, alarms=said)]
    assert kinds(raised(fixes, rules(RuleKind.JAMMING))) == [kind, kind]


def test_a_receiver_that_repeats_itself_while_driving_is_stuck() -> None:
    found = raised([sample(60 * n) for n in range(12)], rules(RuleKind.SILENCE, stuck_minutes=10))
    assert kinds(found) == [EventKind.SILENT]
    assert found[0].detail["why"] == "stuck"


def test_a_parked_vehicle_may_repeat_itself() -> None:
    assert raised([sample(60 * n, state=PARKED) for n in range(30)], rules(RuleKind.SILENCE, stuck_minutes=10)) == []


def test_ignition_is_noted_where_it_is_known() -> None:
    found = raised([sample(0, state=PARKED), sample(10), sample(20, state=state_bits.MOVING)], rules(RuleKind.IGNITION))
    assert kinds(found) == [EventKind.IGNITION_ON]
