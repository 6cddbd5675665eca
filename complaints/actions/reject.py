"""Reject: not a complaint that the government can act on; the reporter is told why."""

from django.utils.translation import gettext_lazy as _

from complaints.actions.step import required, step
from complaints.lifecycle import Act
from complaints.models import Complaint
from people.models import User


def reject(code: str, user: User, *, reason: str, version: int | None = None) -> Complaint:
    """End the complaint with a reason that the reporter reads. Raises Missing, and as `step`."""
    with step(Act.REJECT, code, user, version) as taken:
        taken.public_note = required(reason, "reason", _("Say why; the reporter reads it."))
    return taken.complaint
