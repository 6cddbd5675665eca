"""What a device says of attacks on it and of crashes: jamming, tampering, accidents."""

from typing import Final

from fleet.detectors.base import NOTHING, Memory, Outcome, Raised, Sample, VehicleRules
from fleet.events.kinds import EventKind
from fleet.protocols.attributes import Alarm
from fleet.rules.kinds import RuleKind
from kit.severity import Severity

_KINDS: Final = {
    Alarm.JAMMING: EventKind.JAMMING,
    Alarm.TAMPER: EventKind.TAMPER,
    Alarm.GPS_ANTENNA_CUT: EventKind.TAMPER,
    Alarm.ACCIDENT: EventKind.ACCIDENT,
    Alarm.FALL: EventKind.ACCIDENT,
}


def step(memory: Memory, before: Sample, now: Sample, rules: VehicleRules) -> Outcome:
    """Memory: the kinds that the last fix reported; a device repeats itself until the cause is gone."""
    every = rules.of(RuleKind.JAMMING)
    if not every:
        return NOTHING
    said = {kind: alarm for alarm, kind in _KINDS.items() if alarm in now.alarms}
    known = memory.get("on", ())
    severity = max(every[0].severity, Severity.ALARM)
    raised = [
        Raised(kind, severity, now.us, now.us, (now.cause,), {"alarm": alarm.value})
        for kind, alarm in said.items()
        if kind.value not in known
    ]
    # While something is reported each fix must be seen, to notice that it ended.
    return Outcome({"on": sorted(kind.value for kind in said)}, raised, now.us) if said else Outcome({})
