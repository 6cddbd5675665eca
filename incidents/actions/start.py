"""Start: the agency is at work."""

from incidents.actions.step import step
from incidents.lifecycle import Act
from incidents.models import Report
from people.models import User


def start(code: str, user: User, *, note: str = "", version: int | None = None) -> Report:
    """Say that work has begun; ``note`` is public. Raises as `step`."""
    with step(Act.START, code, user, version) as taken:
        report = taken.report
        if report.assignee_id is None:
            report.assignee = user
        report.postponed_until = None
        taken.public_note = note.strip()
    return taken.report
