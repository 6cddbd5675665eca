"""Answer at once: the centre knows what the citizen asks."""

from django.utils.translation import gettext_lazy as _

from complaints.actions.step import required, step
from complaints.lifecycle import Act
from complaints.models import Complaint
from people.models import User


def answer(code: str, user: User, *, text: str, version: int | None = None) -> Complaint:
    """End the complaint with an answer that the reporter reads. Raises Missing, and as `step`."""
    with step(Act.ANSWER, code, user, version) as taken:
        taken.public_note = required(text, "text", _("Write the answer; the reporter reads it."))
    return taken.complaint
