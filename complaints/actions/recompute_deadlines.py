"""Deadlines follow the calendar: counted again when holidays were added or moved."""

from typing import Final

from django.db import transaction
from django.db.models import OuterRef, Subquery

from complaints.clock.deadlines import due_at
from complaints.events import announce
from complaints.lifecycle import TABLE
from complaints.models import Complaint, Priority, Status, Transition
from people import audit
from people.models import User

_BATCH: Final = 500
_KEEP_STATUS: Final = [rule.act.value for rule in TABLE.values() if rule.target is None]
"""Steps after which the clock goes on as before."""


def recompute_deadlines(actor: User | None = None) -> int:
    """Count the deadline of every open complaint again; returns how many changed, each with its event.

    Emergencies run in real time and postponed complaints to their own day: no calendar moves them.
    """
    changed, last = 0, 0
    while True:
        with transaction.atomic():
            batch = _open_after(last)
            for complaint in batch:
                changed += _recompute(complaint)
        if not batch:
            break
        last = batch[-1].pk
    if changed:
        audit.record(actor, "complaint.deadlines", None, {"changed": changed})
    return changed


def _open_after(last: int) -> list[Complaint]:
    arrivals = Transition.objects.filter(complaint=OuterRef("pk")).exclude(verb__in=_KEEP_STATUS).order_by("-id")
    waiting = Complaint.objects.filter(pk__gt=last, ended_at__isnull=True)
    waiting = waiting.exclude(priority=Priority.EMERGENCY).exclude(status=Status.POSTPONED)
    locked = waiting.select_for_update(of=("self",)).select_related("category", "agency")
    return list(locked.annotate(arrived_at=Subquery(arrivals.values("at")[:1])).order_by("id")[:_BATCH])


def _recompute(complaint: Complaint) -> bool:
    arrived_at = getattr(complaint, "arrived_at", None) or complaint.created_at
    due = due_at(complaint, arrived_at)
    if due == complaint.due_at:
        return False
    complaint.due_at = due
    complaint.save(update_fields=["due_at"])
    announce(complaint)
    return True
