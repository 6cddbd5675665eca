"""Not ours (bukan kewenangan): the agency gives the complaint back; it goes to triage and never ends there."""

from django.utils.translation import gettext_lazy as _

from complaints.actions.step import required, step
from complaints.lifecycle import Act
from complaints.models import Complaint
from people.models import User


def return_(code: str, user: User, *, reason: str, version: int | None = None) -> Complaint:
    """Give the complaint back to the centre with a reason; its wandering is counted. Raises Missing, and as `step`."""
    with step(Act.RETURN, code, user, version) as taken:
        complaint = taken.complaint
        taken.note = required(reason, "reason", _("Say why it is not your agency's; the centre reads it."))
        complaint.agency = None
        complaint.assignee = None
        complaint.forwarded_at = None
        complaint.postponed_until = None
        complaint.returned_count += 1
        taken.detail["returned"] = complaint.returned_count
    return taken.complaint
