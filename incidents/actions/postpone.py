"""Postpone: it will be done, but later, and the reporter is told why and until when."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.actions.step import required, step
from incidents.errors import Missing
from incidents.lifecycle import Act
from incidents.models import Report
from people.models import User


def postpone(code: str, user: User, *, reason: str, until: date | None, version: int | None = None) -> Report:
    """Put the report off until the end of a day to come. Raises Missing, and as `step`."""
    with step(Act.POSTPONE, code, user, version) as taken:
        taken.public_note = required(reason, "reason", _("Say why; the reporter reads it."))
        if until is None or until <= timezone.localdate():
            raise Missing(_("Name a day after today."), field="until")
        taken.report.postponed_until = until
        taken.detail["until"] = until.isoformat()
    return taken.report
