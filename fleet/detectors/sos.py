"""Somebody asks for help."""

from fleet.detectors import state_bits
from fleet.detectors.base import NOTHING, Memory, Outcome, Raised, Sample, VehicleRules
from fleet.events.kinds import EventKind
from fleet.protocols.attributes import Alarm
from fleet.rules.kinds import RuleKind
from kit.severity import Severity


def step(memory: Memory, before: Sample, now: Sample, rules: VehicleRules) -> Outcome:
    """Memory: on, while the device keeps saying so; one event for each time that the button is pressed."""
    pressed = bool(now.state & state_bits.SOS) or Alarm.SOS in now.alarms
    if not pressed or not rules.of(RuleKind.SOS):
        return NOTHING
    if memory.get("on"):
        return Outcome(memory, wake_us=now.us)
    raised = Raised(EventKind.SOS, Severity.ALARM, now.us, now.us, (now.cause,), {})
    return Outcome({"on": True}, (raised,), now.us)
