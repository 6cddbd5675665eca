"""Made-up fixes for detectors, and rules to judge them by."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from fleet.detectors import run, state_bits
from fleet.detectors.base import SECOND_US, Raised, Sample, VehicleRules
from fleet.detectors.settings import SETTINGS
from fleet.events.kinds import EventKind
from fleet.rules.kinds import RuleKind
from fleet.rules.ruleset import Rule, Ruleset
from fleet.rules.zones import ZoneIndex
from kit.severity import Severity

JAKARTA = ZoneInfo("Asia/Jakarta")
MONDAY_NOON = round(datetime(2026, 3, 2, 12, tzinfo=JAKARTA).timestamp()) * SECOND_US
ENGINE_ON = state_bits.IGNITION_KNOWN | state_bits.IGNITION_ON
DRIVING = ENGINE_ON | state_bits.MOVING
PARKED = state_bits.IGNITION_KNOWN


def sample(second: float = 0, **values: Any) -> Sample:
    """A fix ``second`` seconds after noon of a Monday; it drives at 10 m/s unless told otherwise."""
    us = MONDAY_NOON + round(second * SECOND_US)
    plain = {"us": us, "content": round(second), "lon": 98.5, "lat": 3.1, "speed_mps": 10.0, "state": DRIVING}
    return Sample(**{**plain, **values})


def local(day: int, hour: int, minute: int = 0) -> float:
    """Seconds from noon of the Monday to a local time; ``day`` 0 is that Monday."""
    at = datetime(2026, 3, 2 + day, hour, minute, tzinfo=JAKARTA)
    return at.timestamp() - MONDAY_NOON / SECOND_US


def rules(kind: RuleKind, *, zone: int | None = None, **settings: Any) -> VehicleRules:
    """One rule for one detector, for a vehicle of agency 7; zone 5 is the market, -7 the agency's area."""
    return ruleset(rule(kind, zone=zone, **settings)).rules_of(1, 7)


def rule(kind: RuleKind, *, number: int = 1, zone: int | None = None, **settings: Any) -> Rule:
    """A rule for everyone."""
    return Rule(number, kind, SETTINGS[kind].model_validate(settings), Severity.WARNING, zone_id=zone)


def ruleset(*written: Rule, outlines: dict[int, Any] | None = None) -> Ruleset:
    """A ruleset; what has no rule looks at nothing, so that a test sees only what it speaks of."""
    present = {one.kind for one in written}
    silent = [
        Rule(1000 + n, kind, SETTINGS[kind](), Severity.NOTE, enabled=False)
        for n, kind in enumerate(RuleKind)
        if kind not in present
    ]
    names = {5: "Pasar", 6: "Kawah", -7: "Karo"}
    return Ruleset([*written, *silent], ZoneIndex(outlines or {}), names, {}, JAKARTA)


def raised(fixes: Iterable[Sample], by: VehicleRules) -> list[Raised]:
    """Everything that the detectors say of the fixes, each of which they are shown."""
    found: list[Raised] = []
    memory: dict[str, Any] = {}
    before: Sample | None = None
    for now in fixes:
        seen = run.advance(memory, before or now, now, by)
        memory, before = seen.memory, now
        found += seen.raised
    return found


def kinds(found: Sequence[Raised]) -> list[EventKind]:
    """The kinds alone."""
    return [one.kind for one in found]


def utc(us: int) -> datetime:
    """A time to compare with."""
    return datetime.fromtimestamp(us / SECOND_US, UTC)
