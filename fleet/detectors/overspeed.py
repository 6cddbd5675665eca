"""Driving faster than allowed, for some time, everywhere or in a zone."""

from collections.abc import Sequence

from fleet.detectors.base import GAP_US, SECOND_US, Applied, Memory, Outcome, Raised, Sample, VehicleRules
from fleet.detectors.settings import Overspeed
from fleet.events.kinds import EventKind
from fleet.rules.kinds import RuleKind

KMH: float = 3.6


def step(memory: Memory, before: Sample, now: Sample, rules: VehicleRules) -> Outcome:
    """Memory: since, content, top speed, rule, told; one speeding at a time, judged by the lowest limit that counts."""
    applied = _counting(now, rules)
    if applied is None or now.speed_mps is None:
        return Outcome({})
    settings: Overspeed = applied.settings
    if now.speed_mps * KMH <= settings.limit_kmh:
        return Outcome({})
    if memory.get("rule") != applied.rule_id or now.us - before.us > GAP_US:
        memory = {"since": now.us, "content": now.content, "top": 0.0, "rule": applied.rule_id, "told": False}
    kept = {**memory, "top": max(memory["top"], now.speed_mps)}
    if kept["told"] or now.us - kept["since"] < settings.seconds * SECOND_US:
        return Outcome(kept, wake_us=now.us)
    # The next fix is wanted whatever it is: it may be the end.
    return Outcome({**kept, "told": True}, (_raise(applied, settings, kept, now, rules),), now.us)


def floors_mps(rules: Sequence[Applied]) -> tuple[float, float]:
    """The speed below which none of the rules is broken: outside of all zones, and inside of some."""
    general = min((one.settings.limit_kmh for one in rules if one.zone_id is None), default=float("inf"))
    local = min((one.settings.limit_kmh for one in rules), default=float("inf"))
    return general / KMH, local / KMH


def _counting(now: Sample, rules: VehicleRules) -> Applied | None:
    """The rule with the lowest limit of the zones that hold the fix; else the narrowest general one."""
    every = rules.of(RuleKind.OVERSPEED)
    local = [applied for applied in every if applied.zone_id is not None and applied.zone_id in now.zones]
    if local:
        return min(local, key=lambda applied: applied.settings.limit_kmh)
    return next((applied for applied in every if applied.zone_id is None), None)


def _raise(applied: Applied, settings: Overspeed, kept: Memory, now: Sample, rules: VehicleRules) -> Raised:
    detail: dict[str, str | float] = {
        "limit_kmh": settings.limit_kmh,
        "top_kmh": round(kept["top"] * KMH, 1),
        "for_s": round((now.us - kept["since"]) / SECOND_US),
    }
    if applied.zone_id is not None:
        detail["zone"] = rules.names.get(applied.zone_id, str(applied.zone_id))
    causes = ((kept["since"], kept["content"]), now.cause)
    return Raised(EventKind.OVERSPEED, applied.severity, now.us, kept["since"], causes, detail, zone_id=applied.zone_id)
