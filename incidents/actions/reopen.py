"""Reopen: the incident is not over after all."""

from django.utils.translation import gettext_lazy as _

from incidents.actions.step import Entry, required, step
from incidents.lifecycle import Act
from incidents.models import EntryKind, Incident
from people.models import User


def reopen(code: str, user: User, *, reason: str, version: int | None = None) -> Incident:
    """Take a closed incident up again; its closing note stays in the timeline. Raises Missing, and as `step`."""
    with step(Act.REOPEN, code, user, version) as taken:
        words = required(reason, "text", _("Say why the incident is taken up again."))
        taken.entries.append(Entry(EntryKind.REOPENED, words))
    return taken.incident
