"""Start: the agency is at work."""

from complaints.actions.step import step
from complaints.lifecycle import Act
from complaints.models import Complaint
from people.models import User


def start(code: str, user: User, *, note: str = "", version: int | None = None) -> Complaint:
    """Say that work has begun; ``note`` is public. Raises as `step`."""
    with step(Act.START, code, user, version) as taken:
        complaint = taken.complaint
        if complaint.assignee_id is None:
            complaint.assignee = user
        complaint.postponed_until = None
        taken.public_note = note.strip()
    return taken.complaint
