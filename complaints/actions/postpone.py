"""Postpone: it will be done, but later, and the reporter is told why and until when."""

from datetime import date, timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints.actions.step import required, step
from complaints.errors import Missing
from complaints.lifecycle import Act
from complaints.models import Complaint
from people.access import Role
from people.models import User

MOST_DAYS_AGENCY: Final = 60
"""Two months, in which weather and material come; also the longest of the periods for settling (`clock.deadlines`)."""
MOST_DAYS: Final = 180
"""Half a year, for a supervisor alone: until the revised yearly budget, after which the case must be judged anew."""


def postpone(code: str, user: User, *, reason: str, until: date | None, version: int | None = None) -> Complaint:
    """Put the complaint off until the end of a day to come, not too far off. Raises Missing, and as `step`."""
    with step(Act.POSTPONE, code, user, version) as taken:
        taken.public_note = required(reason, "reason", _("Say why; the reporter reads it."))
        today = timezone.localdate()
        if until is None or until <= today:
            raise Missing(_("Name a day after today."), field="until")
        most = MOST_DAYS if user.role == Role.SUPERVISOR else MOST_DAYS_AGENCY
        if until > today + timedelta(days=most):
            message = _("The most is %(days)d days from today. After that, look at the complaint again.")
            raise Missing(message % {"days": most}, field="until")
        taken.complaint.postponed_until = until
        taken.detail["until"] = until.isoformat()
    return taken.complaint
