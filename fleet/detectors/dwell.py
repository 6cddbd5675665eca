"""Staying in a zone for too long."""

from fleet.detectors.base import MINUTE_US, NEVER, Applied, Memory, Outcome, Raised, Sample, VehicleRules
from fleet.detectors.settings import Dwell
from fleet.events.kinds import EventKind
from fleet.rules.kinds import RuleKind


def step(memory: Memory, before: Sample, now: Sample, rules: VehicleRules) -> Outcome:
    """Memory: "rule:zone" -> [entered, content of the first fix inside, raised]."""
    kept: Memory = {}
    raised: list[Raised] = []
    wake = NEVER
    for applied in rules.of(RuleKind.DWELL):
        settings: Dwell = applied.settings
        for zone in sorted(now.zones):
            if zone <= 0 or applied.zone_id not in {None, zone}:
                continue
            key = f"{applied.rule_id}:{zone}"
            since, content, told = memory.get(key, (now.us, now.content, False))
            due = since + round(settings.minutes * MINUTE_US)
            if not told and now.us >= due:
                raised.append(_raise(applied, zone, (since, content), now, rules))
                told = True
            elif not told:
                wake = min(wake, due)
            kept[key] = (since, content, told)
    return Outcome(kept, raised, wake)


def _raise(applied: Applied, zone: int, first: tuple[int, int], now: Sample, rules: VehicleRules) -> Raised:
    detail: dict[str, str | float] = {
        "zone": rules.names.get(zone, str(zone)),
        "for_s": round((now.us - first[0]) / 1e6),
    }
    causes = (first, now.cause)
    # Two zones that overlap may both be stayed in for long enough at the same fix.
    subject = applied.rule_id * 2**32 + zone
    return Raised(EventKind.DWELL, applied.severity, now.us, first[0], causes, detail, subject=subject, zone_id=zone)
