"""What a rule would have raised in the last days, counted from stored positions before anybody saves it."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Final

import numpy as np
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from fleet.detectors import (
    driver_hours,
    duty,
    dwell,
    geofence,
    harsh,
    idling,
    ignition,
    overspeed,
    power,
    sos,
    tampering,
    towing,
    zone_hours,
)
from fleet.detectors.base import GAP_US, Memory, Sample, Step
from fleet.models import Vehicle
from fleet.rules.kinds import RuleKind
from fleet.rules.loader import ruleset_of
from fleet.rules.ruleset import Rule, Ruleset
from fleet.vehicles.selectors import vehicles_for
from people.models import User

SPAN: Final = timedelta(days=7)
BUDGET_S: Final = 2.0
MOST_FIXES: Final = 20_000
"""Of one vehicle; a tracker that reports every ten seconds sends three times as many in a week."""
COUNTED_BY: Final[Mapping[RuleKind, Step]] = {
    RuleKind.GEOFENCE: geofence.step,
    RuleKind.ZONE_HOURS: zone_hours.step,
    RuleKind.DWELL: dwell.step,
    RuleKind.OVERSPEED: overspeed.step,
    RuleKind.HARSH: harsh.step,
    RuleKind.IGNITION: ignition.step,
    RuleKind.IDLING: idling.step,
    RuleKind.TOWING: towing.step,
    RuleKind.POWER: power.step,
    RuleKind.JAMMING: tampering.step,
    RuleKind.SOS: sos.step,
    RuleKind.DUTY: duty.step,
    RuleKind.DRIVER_HOURS: driver_hours.step,
}
"""The kinds whose events positions alone decide; silence and papers are found by the clock."""

_FIXES: Final = """
    SELECT (extract(epoch FROM fix_time) * 1000000)::bigint, content, st_x(point), st_y(point), speed_mps, state,
           attributes->>'alarm'
    FROM fleet_position
    WHERE device_id = ANY(%s) AND vehicle_id = %s AND fix_time >= %s AND fix_time < %s AND marks = 0
    ORDER BY fix_time, device_id, content LIMIT %s
"""


@dataclass(frozen=True)
class Preview:
    """How many events the rule would have raised in ``SPAN``; ``vehicles`` of ``reached`` were counted in the time."""

    events: int
    vehicles: int
    reached: int

    @property
    def complete(self) -> bool:
        """Whether every vehicle that the rule reaches was counted."""
        return self.vehicles == self.reached


def preview(user: User, rule: Rule, *, now: datetime | None = None, budget_s: float = BUDGET_S) -> Preview | None:
    """Run the rule's detector over the stored positions of the vehicles that it reaches, for at most ``budget_s``.

    None for a detector that no position decides.
    """
    step = COUNTED_BY.get(rule.kind)
    if step is None:
        return None
    until = now or timezone.now()
    deadline = time.monotonic() + budget_s
    vehicles = _reached(user, rule)
    ruleset = ruleset_of([rule])
    events = counted = 0
    for vehicle_id, agency_id in vehicles:
        # At least one vehicle is counted: a budget that the zones alone have used up would say nothing.
        if counted and time.monotonic() > deadline:
            break
        events += _events_of(vehicle_id, agency_id, ruleset, step, (until - SPAN, until))
        counted += 1
    return Preview(events, counted, len(vehicles))


def _reached(user: User, rule: Rule) -> list[tuple[int, int]]:
    """Vehicle and agency (0: none) of those that the rule reaches, the ones with a device."""
    reach = Q()
    if rule.vehicle_id is not None:
        reach = Q(pk=rule.vehicle_id)
    elif rule.group_id is not None:
        reach = Q(groups=rule.group_id)
    elif rule.agency_id is not None:
        reach = Q(agency=rule.agency_id)
    found = vehicles_for(user).filter(reach, devices__isnull=False).distinct()
    return [(pk, agency or 0) for pk, agency in found.order_by("pk").values_list("pk", "agency_id")]


def _events_of(vehicle_id: int, agency_id: int, ruleset: Ruleset, step: Step, span: tuple[datetime, datetime]) -> int:
    rules = ruleset.rules_of(vehicle_id, agency_id)
    rows = _rows_of(vehicle_id, span)
    memory: Memory = {}
    events = 0
    for before, after in _steps(rows, ruleset):
        outcome = step(memory, before, after, rules)
        memory = outcome.memory
        events += len(outcome.raised)
    return events


def _rows_of(vehicle_id: int, span: tuple[datetime, datetime]) -> list[tuple[Any, ...]]:
    devices = list(Vehicle.objects.filter(pk=vehicle_id).values_list("assignments__device_id", flat=True).distinct())
    with connection.cursor() as cursor:
        cursor.execute(_FIXES, [[one for one in devices if one is not None], vehicle_id, *span, MOST_FIXES])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _steps(rows: Sequence[tuple[Any, ...]], ruleset: Ruleset) -> Iterator[tuple[Sample, Sample]]:
    """Each fix with the one before it, with the zones around both."""
    if len(rows) < 2:
        return
    places = np.array([(row[2], row[3]) for row in rows])
    times = np.array([row[0] for row in rows], np.int64)
    passage = ruleset.zones.passage(places[:-1], places[1:], np.diff(times) <= GAP_US)
    for number, (before, after) in enumerate(pairwise(rows)):
        zones_before, zones, crossed = passage.at(number)
        yield _sample(before, zones_before), _sample(after, zones, crossed)


def _sample(row: tuple[Any, ...], zones: frozenset[int], crossed: frozenset[int] = frozenset()) -> Sample:
    us, content, lon, lat, speed, state, alarm = row
    alarms = frozenset(alarm.split(",")) if alarm else frozenset()
    return Sample(us, content, lon, lat, speed, state, zones, crossed, alarms)
