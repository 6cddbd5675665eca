"""Gives a demo report an age: all its moments are laid out between then and now, and live viewers are told."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from incidents.clock.deadlines import due_at
from incidents.events import announce
from incidents.lifecycle import Act
from incidents.models import FollowUp, Photo, Report, Transition
from incidents.models.status import ENDED

# How much of the report's age has passed at each of its steps.
_SHARES = (0.0, 0.06, 0.11, 0.3, 0.62, 0.74, 0.86)


@transaction.atomic
def move_into_past(code: str, age: timedelta) -> None:
    """Lay the report's steps out over its age."""
    report = Report.objects.select_related("category", "agency").select_for_update(of=("self",)).get(tracking_code=code)
    now = timezone.now()
    steps = list(Transition.objects.filter(report=report).order_by("id"))
    for step, share in zip(steps, _SHARES, strict=False):
        step.at = now - age * (1 - share)
        step.save(update_fields=["at"])
    at = {step.verb: step.at for step in steps}
    FollowUp.objects.filter(report=report).update(created_at=at.get(Act.FOLLOW_UP, now))
    Photo.objects.filter(report=report, follow_up=None).update(created_at=steps[0].at)
    Photo.objects.filter(report=report).exclude(follow_up=None).update(created_at=at.get(Act.FOLLOW_UP, now))
    report.created_at = steps[0].at
    report.updated_at = steps[-1].at
    if report.forwarded_at is not None:
        report.forwarded_at = at[Act.FORWARD]
    report.ended_at = steps[-1].at if report.status in ENDED else None
    report.due_at = due_at(report, steps[-1].at)
    report.save()
    announce(report)
