"""A vehicle that moves with its ignition off: towed, carried, or stolen."""

from fleet.detectors.base import GAP_US, NEVER, NOTHING, SECOND_US, Memory, Outcome, Raised, Sample, VehicleRules
from fleet.detectors.distance import distance_m
from fleet.detectors.settings import Towing
from fleet.events.kinds import EventKind
from fleet.protocols.attributes import Alarm
from fleet.rules.kinds import RuleKind
from kit.severity import Severity


def step(memory: Memory, before: Sample, now: Sample, rules: VehicleRules) -> Outcome:
    """Memory: since, content, lon, lat, told. The device's own towing alarm counts at once."""
    every = rules.of(RuleKind.TOWING)
    if not every:
        return NOTHING
    settings: Towing = every[0].settings
    said, towed = Alarm.TOW in now.alarms, now.ignition is False and now.moving
    if not said and not towed:
        return NOTHING
    # The device's word against what the bits say holds for one fix: the next is asked, though nothing in it changes.
    wake_us = NEVER if towed else now.us
    if not memory or now.us - before.us > GAP_US:
        memory = {"since": now.us, "content": now.content, "lon": now.lon, "lat": now.lat, "told": False}
    if memory["told"]:
        return Outcome(memory, wake_us=wake_us)
    metres = distance_m(memory["lon"], memory["lat"], now.lon, now.lat)
    long_enough = now.us - memory["since"] >= settings.seconds * SECOND_US and metres >= settings.metres
    if not said and not long_enough:
        return Outcome(memory, wake_us=now.us)
    causes = ((memory["since"], memory["content"]), now.cause)
    detail = {"metres": round(metres), "for_s": round((now.us - memory["since"]) / SECOND_US), "by_device": said}
    severity = max(every[0].severity, Severity.ALARM)
    raised = Raised(EventKind.TOWING, severity, now.us, memory["since"], causes, detail)
    return Outcome({**memory, "told": True}, (raised,), wake_us)
