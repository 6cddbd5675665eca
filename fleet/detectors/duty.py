"""Use of an official vehicle outside duty hours, at the holder's weekend, outside the agency's area."""

from fleet.detectors.base import (
    GAP_US,
    MINUTE_US,
    NEVER,
    NOTHING,
    Applied,
    Memory,
    Outcome,
    Raised,
    Sample,
    VehicleRules,
)
from fleet.detectors.settings import Duty
from fleet.events.kinds import EventKind
from fleet.rules.kinds import RuleKind


def step(memory: Memory, before: Sample, now: Sample, rules: VehicleRules) -> Outcome:
    """Memory: kind -> [since, content, told]. Driving counts, standing somewhere does not."""
    every = rules.of(RuleKind.DUTY)
    if not every:
        return NOTHING
    applied = every[0]
    settings: Duty = applied.settings
    wake = settings.hours.next_change(now.us, rules.zone) if now.moving else NEVER
    kept: Memory = {}
    raised: list[Raised] = []
    for kind in _broken(settings, now, rules) if now.moving else ():
        known = memory.get(kind.value)
        if known is None or now.us - before.us > GAP_US:
            known = (now.us, now.content, False)
        since, content, told = known
        due = since + round(settings.minutes * MINUTE_US)
        if not told and now.us >= due:
            raised.append(_raise(applied, kind, (since, content), now))
            told = True
        elif not told:
            wake = min(wake, due)
        kept[kind.value] = (since, content, told)
    return Outcome(kept, raised, wake)


def _broken(settings: Duty, now: Sample, rules: VehicleRules) -> list[EventKind]:
    broken = []
    if not settings.hours.holds(now.us, rules.zone):
        if settings.hours.is_free_day(now.us, rules.zone):
            broken += [EventKind.WEEKEND_USE] if settings.weekend else []
        elif settings.outside_hours:
            broken.append(EventKind.OFF_DUTY)
    area = -rules.agency_id
    if settings.outside_area and area in rules.names and area not in now.zones:
        broken.append(EventKind.OFF_AREA)
    return broken


def _raise(applied: Applied, kind: EventKind, first: tuple[int, int], now: Sample) -> Raised:
    detail = {"for_s": round((now.us - first[0]) / 1e6)}
    return Raised(kind, applied.severity, now.us, first[0], (first, now.cause), detail)
