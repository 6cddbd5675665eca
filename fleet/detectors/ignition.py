"""Ignition switched on and off, for the timeline."""

from fleet.detectors.base import NOTHING, Memory, Outcome, Raised, Sample, VehicleRules
from fleet.detectors.settings import Ignition
from fleet.events.kinds import EventKind
from fleet.rules.kinds import RuleKind
from kit.severity import Severity


def step(memory: Memory, before: Sample, now: Sample, rules: VehicleRules) -> Outcome:
    """A change between two fixes that both know it."""
    every = rules.of(RuleKind.IGNITION)
    if not every or now.ignition is None or before.ignition is None or now.ignition == before.ignition:
        return NOTHING
    settings: Ignition = every[0].settings
    if not (settings.on if now.ignition else settings.off):
        return NOTHING
    kind = EventKind.IGNITION_ON if now.ignition else EventKind.IGNITION_OFF
    return Outcome({}, (Raised(kind, Severity.NOTE, now.us, before.us, (before.cause, now.cause), {}),))
