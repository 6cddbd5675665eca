"""Deadlines follow the calendar: counted again when holidays were added or moved."""

from typing import Final

from django.db import transaction
from django.db.models import OuterRef, Subquery

from incidents.clock.deadlines import due_at
from incidents.events import announce
from incidents.lifecycle import TABLE
from incidents.models import Priority, Report, Status, Transition
from people import audit
from people.models import User

_BATCH: Final = 500
_KEEP_STATUS: Final = [rule.act.value for rule in TABLE.values() if rule.target is None]
"""Steps after which the clock goes on as before."""


def recompute_deadlines(actor: User | None = None) -> int:
    """Count the deadline of every open report again; returns how many changed, each with its event.

    Emergencies run in real time and postponed reports to their own day: no calendar moves them.
    """
    changed, last = 0, 0
    while True:
        with transaction.atomic():
            batch = _open_after(last)
            for report in batch:
                changed += _recompute(report)
        if not batch:
            break
        last = batch[-1].pk
    if changed:
        audit.record(actor, "report.deadlines", None, {"changed": changed})
    return changed


def _open_after(last: int) -> list[Report]:
    arrivals = Transition.objects.filter(report=OuterRef("pk")).exclude(verb__in=_KEEP_STATUS).order_by("-id")
    waiting = Report.objects.filter(pk__gt=last, ended_at__isnull=True)
    waiting = waiting.exclude(priority=Priority.EMERGENCY).exclude(status=Status.POSTPONED)
    locked = waiting.select_for_update(of=("self",)).select_related("category", "agency")
    return list(locked.annotate(arrived_at=Subquery(arrivals.values("at")[:1])).order_by("id")[:_BATCH])


def _recompute(report: Report) -> bool:
    arrived_at = getattr(report, "arrived_at", None) or report.created_at
    due = due_at(report, arrived_at)
    if due == report.due_at:
        return False
    report.due_at = due
    report.save(update_fields=["due_at"])
    announce(report)
    return True
