"""Verify: the centre has found that the complaint is what it says."""

from complaints.actions.step import step
from complaints.lifecycle import Act
from complaints.models import Complaint, Priority
from people.models import User


def verify(
    code: str, user: User, *, priority: Priority | None = None, note: str = "", version: int | None = None
) -> Complaint:
    """Mark the complaint as true, and set its priority if one is given. Raises as `step`."""
    with step(Act.VERIFY, code, user, version) as taken:
        if priority is not None:
            taken.complaint.priority = priority
            taken.detail["priority"] = priority.value
        if taken.complaint.status == "reopened":
            # Triage begins anew: the agency that had it may not be the right one.
            taken.complaint.agency = None
            taken.complaint.assignee = None
        taken.note = note.strip()
    return taken.complaint
