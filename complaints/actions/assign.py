"""Assign: name the person at the agency who does the work."""

from django.utils.translation import gettext_lazy as _

from complaints.actions.step import step
from complaints.errors import Missing
from complaints.lifecycle import Act
from complaints.models import Complaint
from complaints.selectors.assignees import assignable
from people.models import User


def assign(code: str, user: User, *, assignee: User, version: int | None = None) -> Complaint:
    """Give the complaint to a member of the agency that has it. Raises Missing for anybody else, and as `step`."""
    with step(Act.ASSIGN, code, user, version) as taken:
        if not assignable(taken.complaint).filter(pk=assignee.pk).exists():
            raise Missing(_("Choose somebody of the agency who can work on the complaint."), field="assignee")
        taken.complaint.assignee = assignee
        taken.note = str(assignee)
        taken.detail["assignee"] = assignee.pk
    return taken.complaint
