"""Assign: name the person at the agency who does the work."""

from django.utils.translation import gettext_lazy as _

from incidents.actions.step import step
from incidents.errors import Missing
from incidents.lifecycle import Act
from incidents.models import Report
from incidents.selectors.assignees import assignable
from people.models import User


def assign(code: str, user: User, *, assignee: User, version: int | None = None) -> Report:
    """Give the report to a member of the agency that has it. Raises Missing for anybody else, and as `step`."""
    with step(Act.ASSIGN, code, user, version) as taken:
        if not assignable(taken.report).filter(pk=assignee.pk).exists():
            raise Missing(_("Choose somebody of the agency who can work on the report."), field="assignee")
        taken.report.assignee = assignee
        taken.note = str(assignee)
        taken.detail["assignee"] = assignee.pk
    return taken.report
