"""Driving without rest, and driving in a day: KP.2081/2019, as its numbers are set."""

from typing import Final

from fleet.detectors.base import (
    GAP_US,
    HOUR_US,
    MINUTE_US,
    NEVER,
    NOTHING,
    Memory,
    Outcome,
    Raised,
    Sample,
    VehicleRules,
)
from fleet.detectors.hours import local_day
from fleet.detectors.settings import DriverHours
from fleet.events.kinds import EventKind
from fleet.rules.kinds import RuleKind

_FRESH: Final = {"drive": 0, "today": 0, "told": False, "told_today": False}


def step(memory: Memory, before: Sample, now: Sample, rules: VehicleRules) -> Outcome:
    """Memory: at, moving, drive and today in microseconds, rest (when it stopped), first, told.

    Time between two fixes belongs to what the first of them did; a gap longer than ``GAP_US`` is neither driving nor
    rest, unless it is long enough to be a rest by itself.
    """
    every = rules.of(RuleKind.DRIVER_HOURS)
    if not every or (not memory and not now.moving):
        return NOTHING
    settings: DriverHours = every[0].settings
    kept = _counted(memory, before, now, rules) if memory else _begun(now, rules)
    rest_us = settings.rest_minutes * MINUTE_US
    if now.moving and not kept["moving"] and now.us - kept["rest"] >= rest_us:
        kept |= {"drive": 0, "told": False, "first": now.cause}
    if not now.moving and kept["moving"]:
        kept["rest"] = now.us
    if not now.moving and kept["rest"] + max(rest_us, 24 * HOUR_US) < now.us:
        return NOTHING
    kept |= {"at": now.us, "moving": now.moving}
    raised: list[Raised] = []
    limits = (
        ("drive", "told", settings.continuous_hours, EventKind.DRIVING_TOO_LONG),
        ("today", "told_today", settings.daily_hours, EventKind.DAILY_DRIVING),
    )
    wake = local_day(now.us, rules.zone).end_us if now.moving else NEVER
    for clock, told, hours, kind in limits:
        left = round(hours * HOUR_US) - kept[clock]
        if left <= 0 and not kept[told]:
            kept[told] = True
            causes = ((kept["first"][0], kept["first"][1]), now.cause)
            detail = {"hours": hours, "for_s": round(kept[clock] / 1e6), "rest_minutes": settings.rest_minutes}
            raised.append(Raised(kind, every[0].severity, now.us, causes[0][0], causes, detail))
        elif left > 0 and now.moving:
            wake = min(wake, now.us + left)
    return Outcome(kept, raised, wake)


def _begun(now: Sample, rules: VehicleRules) -> Memory:
    day = local_day(now.us, rules.zone).number
    return {**_FRESH, "day": day, "at": now.us, "moving": now.moving, "rest": now.us, "first": now.cause}


def _counted(memory: Memory, before: Sample, now: Sample, rules: VehicleRules) -> Memory:
    """The clocks moved on to ``now``; a new day has a new one."""
    kept = dict(memory)
    if now.us - before.us > GAP_US:
        driven = max(before.us - kept["at"], 0) if kept["moving"] else 0
        if kept["moving"]:
            kept["rest"] = before.us
        kept["moving"] = False
    else:
        driven = now.us - kept["at"] if kept["moving"] else 0
    kept["drive"] += driven
    day = local_day(now.us, rules.zone).number
    if day != kept["day"]:
        kept |= {"day": day, "today": 0, "told_today": False}
    else:
        kept["today"] += driven
    return kept
