"""What the worker does when a planned duty begins and when it ends.

However late or often it runs, the outcome is the same: an assignment begins at the entry's start and ends at its end,
each once. What a person said after the start of a duty counts more than the plan.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from fleet.drivers import assignment as driving
from fleet.models import AssignmentSource, DriverAssignment, RosterEntry
from people import audit


def follow_roster(now: datetime) -> tuple[int, int]:
    """Begin and end the duties that are due at ``now``; returns how many of each.

    Oldest first, so that a duty ends before the next one with the same vehicle begins.
    """
    ended = sum(_in_turn(pk, now, _end) for pk in _ids(begun_at__isnull=False, end__lte=now))
    begun = sum(_in_turn(pk, now, _begin) for pk in _ids(begun_at__isnull=True, start__lte=now))
    ended += sum(_in_turn(pk, now, _end) for pk in _ids(begun_at__isnull=False, end__lte=now))
    return begun, ended


def _ids(**due: Any) -> list[int]:
    found = RosterEntry.objects.filter(ended_at=None, **due).order_by("start", "id")
    return list(found.values_list("pk", flat=True))


def _in_turn(pk: int, now: datetime, step: Callable[[RosterEntry, datetime], bool]) -> bool:
    """Take the step with the entry locked, unless another worker has it or somebody has cancelled it."""
    with transaction.atomic():
        entry = RosterEntry.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk, ended_at=None)
        row = entry.select_related("vehicle", "driver").first()
        return row is not None and step(row, now)


def _begin(entry: RosterEntry, now: datetime) -> bool:
    if entry.begun_at is not None:
        return False
    for open_one in driving.lock(entry.vehicle_id, entry.driver_id):
        if open_one.valid_from <= entry.start and not _same(open_one, entry):
            driving.end(open_one, entry.start)
    entry.assignment = _assignment(entry)
    entry.begun_at = now
    entry.save(update_fields=["assignment", "begun_at"])
    made = entry.assignment_id is not None
    audit.record(None, "roster.begin", entry.vehicle, {"driver": entry.driver_id, "entry": entry.pk, "assigned": made})
    return True


def _assignment(entry: RosterEntry) -> DriverAssignment | None:
    """A new assignment for the part of the duty in which nobody else has the vehicle, or the driver another one."""
    concerned = Q(vehicle=entry.vehicle_id) | Q(driver=entry.driver_id)
    others = DriverAssignment.objects.filter(concerned, valid_from__lt=entry.end)
    others = others.filter(Q(valid_to=None) | Q(valid_to__gt=entry.start)).order_by("valid_from")
    start, stop = entry.start, entry.end
    for other in others:
        if other.valid_from > start:
            stop = min(stop, other.valid_from)
            break
        if other.valid_to is None:
            return None
        start = max(start, other.valid_to)
    if start >= stop:
        return None
    return DriverAssignment.objects.create(
        vehicle=entry.vehicle,
        driver=entry.driver,
        valid_from=start,
        valid_to=None if stop == entry.end else stop,
        source=AssignmentSource.ROSTER,
        duty=entry.duty,
        assigned_by=entry.created_by,
    )


def _same(assignment: DriverAssignment, entry: RosterEntry) -> bool:
    """Whether the driver has the vehicle already, by the own word: then the duty adds nothing."""
    return (assignment.vehicle_id, assignment.driver_id) == (entry.vehicle_id, entry.driver_id)


def _end(entry: RosterEntry, now: datetime) -> bool:
    found = DriverAssignment.objects.select_for_update(of=("self",)).filter(roster_entry=entry, valid_to=None)
    open_one = found.first()
    if open_one is not None:
        driving.end(open_one, max(entry.end, open_one.valid_from))
    entry.ended_at = now
    entry.save(update_fields=["ended_at"])
    audit.record(None, "roster.end", entry.vehicle, {"driver": entry.driver_id, "entry": entry.pk})
    return True
