"""Harsh braking, acceleration and cornering: as the device says, or computed from its speeds."""

from fleet.detectors.base import NOTHING, SECOND_US, Memory, Outcome, Raised, Sample, VehicleRules
from fleet.detectors.settings import Harsh
from fleet.events.kinds import EventKind
from fleet.protocols.attributes import Alarm
from fleet.rules.kinds import RuleKind

_SAID = {
    Alarm.HARSH_BRAKING: EventKind.HARSH_BRAKING,
    Alarm.HARSH_ACCELERATION: EventKind.HARSH_ACCELERATION,
    Alarm.HARSH_CORNERING: EventKind.HARSH_CORNERING,
}


def step(memory: Memory, before: Sample, now: Sample, rules: VehicleRules) -> Outcome:
    """The device's own word counts; without it, the mean change of speed since the fix before."""
    every = rules.of(RuleKind.HARSH)
    if not every:
        return NOTHING
    applied = every[0]
    settings: Harsh = applied.settings
    said = [kind for alarm, kind in _SAID.items() if alarm in now.alarms]
    change = change_mps2(before, now, settings.interval_s)
    if not said and settings.computed and change is not None:
        if change <= -settings.braking_mps2:
            said = [EventKind.HARSH_BRAKING]
        elif change >= settings.acceleration_mps2:
            said = [EventKind.HARSH_ACCELERATION]
    detail: dict[str, str | float] = {"by_device": bool(now.alarms & _SAID.keys())}
    if change is not None:
        detail["mps2"] = round(change, 2)
    causes = (before.cause, now.cause)
    return Outcome({}, [Raised(kind, applied.severity, now.us, before.us, causes, detail) for kind in said])


def change_mps2(before: Sample, now: Sample, interval_s: float) -> float | None:
    """The change of speed a second; None where the fixes are too far apart or a speed is unknown."""
    seconds = (now.us - before.us) / SECOND_US
    if before.speed_mps is None or now.speed_mps is None or not 0 < seconds <= interval_s:
        return None
    return (now.speed_mps - before.speed_mps) / seconds
