"""Gives a demo complaint an age: all its moments are laid out between then and now, and live viewers are told."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from complaints.clock.deadlines import due_at
from complaints.events import announce
from complaints.lifecycle import Act
from complaints.models import Complaint, FollowUp, Photo, Transition
from complaints.models.status import ENDED

# How much of the complaint's age has passed at each of its steps.
_SHARES = (0.0, 0.06, 0.11, 0.3, 0.62, 0.74, 0.86)


@transaction.atomic
def move_into_past(code: str, age: timedelta) -> None:
    """Lay the complaint's steps out over its age."""
    complaint = (
        Complaint.objects.select_related("category", "agency").select_for_update(of=("self",)).get(tracking_code=code)
    )
    now = timezone.now()
    steps = list(Transition.objects.filter(complaint=complaint).order_by("id"))
    for step, share in zip(steps, _SHARES, strict=False):
        step.at = now - age * (1 - share)
        step.save(update_fields=["at"])
    at = {step.verb: step.at for step in steps}
    FollowUp.objects.filter(complaint=complaint).update(created_at=at.get(Act.FOLLOW_UP, now))
    Photo.objects.filter(complaint=complaint, follow_up=None).update(created_at=steps[0].at)
    Photo.objects.filter(complaint=complaint).exclude(follow_up=None).update(created_at=at.get(Act.FOLLOW_UP, now))
    complaint.created_at = steps[0].at
    complaint.updated_at = steps[-1].at
    if complaint.forwarded_at is not None:
        complaint.forwarded_at = at[Act.FORWARD]
    complaint.ended_at = steps[-1].at if complaint.status in ENDED else None
    complaint.due_at = due_at(complaint, steps[-1].at)
    complaint.save()
    announce(complaint)
