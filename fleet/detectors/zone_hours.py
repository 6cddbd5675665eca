"""Being inside a zone, or outside of it, in hours when the vehicle must not."""

from fleet.detectors.base import MINUTE_US, NEVER, Applied, Memory, Outcome, Raised, Sample, VehicleRules
from fleet.detectors.settings import ZoneHours
from fleet.events.kinds import EventKind
from fleet.rules.kinds import RuleKind


def step(memory: Memory, before: Sample, now: Sample, rules: VehicleRules) -> Outcome:
    """Memory: rule -> [since, content of the first fix, raised]."""
    kept: Memory = {}
    raised: list[Raised] = []
    wake = NEVER
    for applied in rules.of(RuleKind.ZONE_HOURS):
        settings: ZoneHours = applied.settings
        if not _misplaced(applied, settings, now, rules):
            continue
        wake = min(wake, settings.hours.next_change(now.us, rules.zone))
        if not settings.hours.holds(now.us, rules.zone):
            continue
        key = str(applied.rule_id)
        since, content, told = memory.get(key, (now.us, now.content, False))
        due = since + round(settings.grace_minutes * MINUTE_US)
        if not told and now.us >= due:
            raised.append(_raise(applied, settings, (since, content), now, rules))
            told = True
        elif not told:
            wake = min(wake, due)
        kept[key] = (since, content, told)
    return Outcome(kept, raised, wake)


def _misplaced(applied: Applied, settings: ZoneHours, now: Sample, rules: VehicleRules) -> bool:
    """Whether it is where it must not be while the hours run."""
    if applied.zone_id is None or applied.zone_id not in rules.names:
        return False
    inside = applied.zone_id in now.zones
    return inside == (settings.must_be == "outside")


def _raise(applied: Applied, settings: ZoneHours, first: tuple[int, int], now: Sample, rules: VehicleRules) -> Raised:
    kind = EventKind.ZONE_FORBIDDEN if settings.must_be == "outside" else EventKind.ZONE_ABSENT
    zone = applied.zone_id or 0
    detail: dict[str, str | float] = {
        "zone": rules.names.get(zone, str(zone)),
        "for_s": round((now.us - first[0]) / 1e6),
    }
    causes = (first, now.cause)
    return Raised(kind, applied.severity, now.us, first[0], causes, detail, subject=applied.rule_id, zone_id=zone)
