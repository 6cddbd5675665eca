"""The tracker's supply from the vehicle is cut, or back."""

from fleet.detectors import state_bits
from fleet.detectors.base import NEVER, NOTHING, Memory, Outcome, Raised, Sample, VehicleRules
from fleet.events.kinds import EventKind
from fleet.protocols.attributes import Alarm
from fleet.rules.kinds import RuleKind
from kit.severity import Severity


def step(memory: Memory, before: Sample, now: Sample, rules: VehicleRules) -> Outcome:
    """Memory: cut. Only devices that are wired in, so know the ignition, lose power; phones are merely unplugged."""
    every = rules.of(RuleKind.POWER)
    if not every:
        return NOTHING
    cut = _cut(memory, before, now)
    if cut == bool(memory.get("cut")):
        return Outcome(memory)
    kind, severity = EventKind.POWER_RESTORED, int(Severity.NOTE)
    if cut:
        kind, severity = EventKind.POWER_CUT, every[0].severity
    raised = Raised(kind, severity, now.us, before.us, (before.cause, now.cause), {})
    # An alarm against what the bits say holds for one fix: the next has the last word, though nothing in it changes.
    wake_us = now.us if cut and now.state & state_bits.EXTERNAL_POWER else NEVER
    return Outcome({"cut": True} if cut else {}, (raised,), wake_us)


def _cut(memory: Memory, before: Sample, now: Sample) -> bool:
    if Alarm.POWER_CUT in now.alarms:
        return True
    if Alarm.POWER_RESTORED in now.alarms or now.state & state_bits.EXTERNAL_POWER:
        return False
    lost = before.state & state_bits.EXTERNAL_POWER and now.ignition is not None
    return bool(lost or memory.get("cut"))
