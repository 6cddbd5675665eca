"""Entering, leaving, and crossing a zone between two fixes."""

from collections.abc import Iterable

from fleet.detectors.base import NOTHING, Applied, Memory, Outcome, Raised, Sample, VehicleRules
from fleet.detectors.settings import Geofence
from fleet.events.kinds import EventKind
from fleet.rules.kinds import RuleKind


def step(memory: Memory, before: Sample, now: Sample, rules: VehicleRules) -> Outcome:
    """Compare the zones of two fixes as they lie now: a zone drawn around a vehicle was not entered by it."""
    if now.zones == before.zones and not now.crossed:
        return NOTHING
    raised: dict[tuple[EventKind, int], Raised] = {}
    for applied in rules.of(RuleKind.GEOFENCE):
        settings: Geofence = applied.settings
        changes = (
            (settings.enter, EventKind.ZONE_ENTERED, now.zones - before.zones),
            (settings.leave, EventKind.ZONE_LEFT, before.zones - now.zones),
            (settings.cross, EventKind.ZONE_CROSSED, now.crossed),
        )
        for wanted, kind, zones in changes:
            for zone in _meant(applied, zones) if wanted else ():
                raised.setdefault((kind, zone), _raise(applied, kind, zone, before, now, rules))
    return Outcome({}, tuple(raised.values()))


def _meant(applied: Applied, zones: Iterable[int]) -> list[int]:
    return sorted(zone for zone in zones if zone > 0 and applied.zone_id in {None, zone})


def _raise(  # noqa: PLR0917
    applied: Applied, kind: EventKind, zone: int, before: Sample, now: Sample, rules: VehicleRules
) -> Raised:
    detail: dict[str, str | float] = {
        "zone": rules.names.get(zone, str(zone)),
        "between_s": round((now.us - before.us) / 1e6),
    }
    causes = (before.cause, now.cause)
    return Raised(kind, applied.severity, now.us, before.us, causes, detail, subject=zone, zone_id=zone)
