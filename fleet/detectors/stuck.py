"""A receiver that repeats one position while the vehicle moves."""

from fleet.detectors.base import GAP_US, MINUTE_US, NOTHING, Memory, Outcome, Raised, Sample, VehicleRules
from fleet.detectors.settings import Silence
from fleet.events.kinds import EventKind
from fleet.rules.kinds import RuleKind


def step(memory: Memory, before: Sample, now: Sample, rules: VehicleRules) -> Outcome:
    """Memory: since, content, told. The same place to the last digit, with a speed that would have left it."""
    every = rules.of(RuleKind.SILENCE)
    if not every or not repeats(before, now):
        return NOTHING
    settings: Silence = every[0].settings
    if not memory or now.us - before.us > GAP_US:
        memory = {"since": before.us, "content": before.content, "told": False}
    if memory["told"] or now.us - memory["since"] < settings.stuck_minutes * MINUTE_US:
        return Outcome(memory, wake_us=now.us)
    causes = ((memory["since"], memory["content"]), now.cause)
    detail = {"why": "stuck", "for_s": round((now.us - memory["since"]) / 1e6)}
    raised = Raised(EventKind.SILENT, every[0].severity, now.us, memory["since"], causes, detail)
    return Outcome({**memory, "told": True}, (raised,), now.us)


def repeats(before: Sample, now: Sample) -> bool:
    """Whether a moving vehicle reports the very place of the fix before."""
    return now.moving and now.us > before.us and (now.lon, now.lat) == (before.lon, before.lat)
