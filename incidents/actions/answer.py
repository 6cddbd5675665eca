"""Answer at once: the centre knows what the citizen asks."""

from django.utils.translation import gettext_lazy as _

from incidents.actions.step import required, step
from incidents.lifecycle import Act
from incidents.models import Report
from people.models import User


def answer(code: str, user: User, *, text: str, version: int | None = None) -> Report:
    """End the report with an answer that the reporter reads. Raises Missing, and as `step`."""
    with step(Act.ANSWER, code, user, version) as taken:
        taken.public_note = required(text, "text", _("Write the answer; the reporter reads it."))
    return taken.report
