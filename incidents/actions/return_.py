"""Not ours (bukan kewenangan): the agency gives the report back; it goes to triage and never ends there."""

from django.utils.translation import gettext_lazy as _

from incidents.actions.step import required, step
from incidents.lifecycle import Act
from incidents.models import Report
from people.models import User


def return_(code: str, user: User, *, reason: str, version: int | None = None) -> Report:
    """Give the report back to the centre with a reason; its wandering is counted. Raises Missing, and as `step`."""
    with step(Act.RETURN, code, user, version) as taken:
        report = taken.report
        taken.note = required(reason, "reason", _("Say why it is not your agency's; the centre reads it."))
        report.agency = None
        report.assignee = None
        report.forwarded_at = None
        report.postponed_until = None
        report.returned_count += 1
        taken.detail["returned"] = report.returned_count
    return taken.report
