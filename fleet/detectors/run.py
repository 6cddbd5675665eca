"""Every detector, over one fix."""

import logging
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

logger = logging.getLogger(__name__)
_FAULTS: Final[set[tuple[str, str]]] = set()
_MOST_FAULTS: Final = 1000

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


def tell_of_fault(name: str, error: Exception) -> None:
    """Log the first fault of each kind with its trace; a vehicle sends the next one in a second."""
    kind = (name, repr(error)[:60])
    if kind not in _FAULTS and len(_FAULTS) < _MOST_FAULTS:
        _FAULTS.add(kind)
        logger.error("%s failed on a fix; further faults like it are not logged", name, exc_info=error)


class Seen(NamedTuple):
    """What all detectors together made of a fix."""

    memory: dict[str, Memory]
    raised: list[Raised]
    wake_us: int


def advance(memory: Mapping[str, Any], before: Sample, now: Sample, rules: VehicleRules) -> Seen:
    """Ask every detector about one fix. ``before`` is the believed fix before it; at the very first, the fix itself.

    A detector that fails says nothing and forgets what it remembered, which may be what it failed on.
    """
    kept: dict[str, Memory] = {}
    raised: list[Raised] = []
    wake = NEVER
    for name, step in STEPS.items():
        try:
            outcome = step(memory.get(name, {}), before, now, rules)
        except Exception as error:  # noqa: BLE001 - one detector that fails must cost neither the others nor the fix
            tell_of_fault(name, error)
            continue
        if outcome.memory:
            kept[name] = outcome.memory
        raised += outcome.raised
        wake = min(wake, outcome.wake_us)
    return Seen(kept, raised, wake)
