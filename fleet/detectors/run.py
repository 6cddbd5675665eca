"""Every detector, over one fix."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from fleet.detectors import (
    driver_hours,
    duty,
    dwell,
    geofence,
    harsh,
    idling,
    ignition,
    overspeed,
    power,
    sos,
    stuck,
    tampering,
    towing,
    zone_hours,
)
from fleet.detectors.base import NEVER, Memory, Raised, Sample, Step, VehicleRules

STEPS: Final[Mapping[str, Step]] = {
    "sos": sos.step,
    "tampering": tampering.step,
    "power": power.step,
    "towing": towing.step,
    "geofence": geofence.step,
    "zone_hours": zone_hours.step,
    "dwell": dwell.step,
    "overspeed": overspeed.step,
    "harsh": harsh.step,
    "stuck": stuck.step,
    "ignition": ignition.step,
    "idling": idling.step,
    "duty": duty.step,
    "driver_hours": driver_hours.step,
}


class Seen(NamedTuple):
    """What all detectors together made of a fix."""

    memory: dict[str, Memory]
    raised: list[Raised]
    wake_us: int


def advance(memory: Mapping[str, Any], before: Sample, now: Sample, rules: VehicleRules) -> Seen:
    """Ask every detector about one fix. ``before`` is the believed fix before it; at the very first, the fix itself."""
    kept: dict[str, Memory] = {}
    raised: list[Raised] = []
    wake = NEVER
    for name, step in STEPS.items():
        outcome = step(memory.get(name, {}), before, now, rules)
        if outcome.memory:
            kept[name] = outcome.memory
        raised += outcome.raised
        wake = min(wake, outcome.wake_us)
    return Seen(kept, raised, wake)
