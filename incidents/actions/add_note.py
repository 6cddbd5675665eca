"""Add a note to the timeline."""

from django.utils.translation import gettext_lazy as _

from incidents.actions.step import Entry, required, step
from incidents.lifecycle import Act
from incidents.models import EntryKind, Incident
from people.models import User


def add_note(code: str, user: User, *, text: str) -> Incident:
    """Write down what happens; a note is never changed or deleted. Raises Missing, BadInput, and as `step`."""
    with step(Act.ADD_NOTE, code, user) as taken:
        taken.entries.append(Entry(EntryKind.NOTE, required(text, "text", _("Write the note."))))
    return taken.incident
