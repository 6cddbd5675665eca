"""Verify: the centre has found that the report is what it says."""

from incidents.actions.step import step
from incidents.lifecycle import Act
from incidents.models import Priority, Report
from people.models import User


def verify(
    code: str, user: User, *, priority: Priority | None = None, note: str = "", version: int | None = None
) -> Report:
    """Mark the report as true, and set its priority if one is given. Raises as `step`."""
    with step(Act.VERIFY, code, user, version) as taken:
        if priority is not None:
            taken.report.priority = priority
            taken.detail["priority"] = priority.value
        if taken.report.status == "reopened":
            # Triage begins anew: the agency that had it may not be the right one.
            taken.report.agency = None
            taken.report.assignee = None
        taken.note = note.strip()
    return taken.report
