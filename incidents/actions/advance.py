"""Advance: the incident is confirmed, contained, or not contained after all."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from incidents.actions.step import LONGEST_TEXT, Entry, required, step
from incidents.errors import StepNotAllowed
from incidents.lifecycle import TABLE, Act, Need
from incidents.models import EntryKind, Incident
from kit.text import checked
from people.models import User

_ENTRIES: Final = {
    Act.CONFIRM: EntryKind.CONFIRMED,
    Act.CONTAIN: EntryKind.CONTAINED,
    Act.RESUME: EntryKind.RESUMED,
}


def advance(act: Act, code: str, user: User, *, text: str = "", version: int | None = None) -> Incident:
    """Take ``act``, one of the steps that need no more than words. Raises Missing, BadInput, and as `step`."""
    if act not in _ENTRIES:
        raise StepNotAllowed
    with step(act, code, user, version) as taken:
        if Need.REASON in TABLE[act].needs:
            words = required(text, "text", _("Say what has changed; colleagues read it."))
        else:
            words = checked(text, longest=LONGEST_TEXT, field="text")
        taken.entries.append(Entry(_ENTRIES[act], words))
    return taken.incident
