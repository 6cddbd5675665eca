"""The engine runs and the vehicle stands."""

from fleet.detectors.base import GAP_US, MINUTE_US, NOTHING, Memory, Outcome, Raised, Sample, VehicleRules
from fleet.detectors.settings import Idling
from fleet.events.kinds import EventKind
from fleet.rules.kinds import RuleKind


def step(memory: Memory, before: Sample, now: Sample, rules: VehicleRules) -> Outcome:
    """Memory: since, content, told."""
    every = rules.of(RuleKind.IDLING)
    if not every or not now.ignition or now.moving:
        return NOTHING
    applied = every[0]
    settings: Idling = applied.settings
    if not memory or now.us - before.us > GAP_US:
        memory = {"since": now.us, "content": now.content, "told": False}
    due = memory["since"] + round(settings.minutes * MINUTE_US)
    if memory["told"]:
        return Outcome(memory)
    if now.us < due:
        return Outcome(memory, wake_us=due)
    causes = ((memory["since"], memory["content"]), now.cause)
    detail = {"for_s": round((now.us - memory["since"]) / 1e6)}
    raised = Raised(EventKind.IDLING, applied.severity, now.us, memory["since"], causes, detail)
    return Outcome({**memory, "told": True}, (raised,))
