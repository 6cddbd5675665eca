"""From a step's form to its action."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from complaints.actions.answer import answer
from complaints.actions.archive import archive
from complaints.actions.assign import assign
from complaints.actions.close import close
from complaints.actions.correct import Correction, correct
from complaints.actions.follow_up import follow_up
from complaints.actions.forward import forward
from complaints.actions.merge import merge
from complaints.actions.postpone import postpone
from complaints.actions.reject import reject
from complaints.actions.remove_photo import remove_photo
from complaints.actions.reopen import reopen
from complaints.actions.return_ import return_
from complaints.actions.start import start
from complaints.actions.verify import verify
from complaints.errors import Missing, StepNotAllowed
from complaints.intake.photos import CleanPhoto, clean_photos
from complaints.intake.uploads import photo_files
from complaints.lifecycle import TABLE, Act
from complaints.models import Priority
from complaints.selectors import complaints
from kit.dates import read_day
from people.access import Verb, require
from people.models import Agency, User

_MOST_DIGITS: Final = 18
_CORRECTED_TEXTS: Final = ("category", "lon", "lat", "landmark", "title", "description", "name", "phone", "email")


def without_nul(text: str, name: str) -> str:
    """``text`` as it is. Raises Missing for one with the character of number zero, which the database cannot keep."""
    if "\0" in text:
        raise Missing(_("The text has a character that cannot be kept."), field=name)
    return text


class StepForm:
    """The values of a step's form, each read when it is needed. Raises Missing for unusable ones."""

    def __init__(self, request: HttpRequest) -> None:
        self._values = request.POST
        self._files = request.FILES

    def text(self, name: str) -> str:
        return without_nul(self._values.get(name, ""), name)

    def number(self, name: str) -> int | None:
        """A whole number that the database can hold, written in the digits 0 to 9; None for anything else."""
        text = self.text(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None

    @property
    def photos(self) -> list[CleanPhoto]:
        """The photos, cleaned. Raises BadPhoto."""
        return clean_photos(photo_files(self._files))

    @property
    def version(self) -> int:
        version = self.number("version")
        if version is None:
            raise Missing(_("Load the page again; it is too old."), field="version")
        return version

    @property
    def priority(self) -> Priority | None:
        text = self.text("priority")
        return Priority(text) if text in Priority.values else None

    @property
    def agency(self) -> Agency | None:
        number = self.number("agency")
        return None if number is None else Agency.objects.filter(pk=number, active=True).first()

    @property
    def assignee(self) -> User:
        number = self.number("assignee")
        found = None if number is None else User.objects.filter(pk=number).first()
        if found is None:
            raise Missing(_("Choose a person."), field="assignee")
        return found

    @property
    def correction(self) -> Correction:
        """What the form of a correction says; a field that it does not have stays as it is."""
        given: dict[str, Any] = {name: self.text(name) for name in _CORRECTED_TEXTS if name in self._values}
        if "secrecy" in self._values:
            given |= {name: self.flag(name) for name in ("anonymous", "confidential")}
        return Correction(**given)

    def flag(self, name: str) -> bool:
        """Whether a box is ticked; browsers leave one out that is not. Raises Missing for a value that is no tick."""
        value = self.text(name)
        if value not in {"", "on"}:
            raise Missing(_("Tick the box, or leave it empty."), field=name)
        return value == "on"

    @property
    def until(self) -> date | None:
        return read_day(self.text("until"), field="until")


_Taker = Callable[[str, User, StepForm], object]

_TAKERS: Final[dict[Act, _Taker]] = {
    Act.VERIFY: lambda code, user, form: verify(
        code, user, priority=form.priority, note=form.text("note"), version=form.version
    ),
    Act.REJECT: lambda code, user, form: reject(code, user, reason=form.text("reason"), version=form.version),
    Act.MERGE: lambda code, user, form: merge(code, user, into=form.text("into"), version=form.version),
    Act.ANSWER: lambda code, user, form: answer(code, user, text=form.text("text"), version=form.version),
    Act.FORWARD: lambda code, user, form: forward(
        code, user, instruction=form.text("instruction"), agency=form.agency, version=form.version
    ),
    Act.ASSIGN: lambda code, user, form: assign(code, user, assignee=form.assignee, version=form.version),
    Act.START: lambda code, user, form: start(code, user, note=form.text("note"), version=form.version),
    Act.FOLLOW_UP: lambda code, user, form: follow_up(
        code, user, text=form.text("text"), photos=form.photos, version=form.version
    ),
    Act.RETURN: lambda code, user, form: return_(code, user, reason=form.text("reason"), version=form.version),
    Act.POSTPONE: lambda code, user, form: postpone(
        code, user, reason=form.text("reason"), until=form.until, version=form.version
    ),
    Act.CLOSE: lambda code, user, form: close(code, user, note=form.text("note"), version=form.version),
    Act.REOPEN: lambda code, user, form: reopen(code, user, reason=form.text("reason"), version=form.version),
    Act.ARCHIVE: lambda code, user, form: archive(code, user, version=form.version),
    Act.CORRECT: lambda code, user, form: correct(
        code, user, form.correction, reason=form.text("reason"), version=form.version
    ),
    Act.REMOVE_PHOTO: lambda code, user, form: remove_photo(
        code, user, form.number("photo"), reason=form.text("reason"), version=form.version
    ),
}


def require_step(act: Act, code: str, user: User) -> None:
    """Whether ``user`` may take ``act`` with the complaint at all, before anything of the form is read.

    Raises ComplaintNotFound, Denied, and StepNotAllowed for a step that is not the desk's.
    """
    complaint = complaints.get(user, code)
    require(user, Verb.DESK_VIEW)
    permission = TABLE[act].permission
    if permission is None:
        raise StepNotAllowed
    require(user, permission, complaint)


def take_step(act: Act, code: str, user: User, request: HttpRequest) -> None:
    """Take ``act`` with what the form says. Raises what the action raises, StepNotAllowed for a step without a form."""
    taker = _TAKERS.get(act)
    if taker is None:
        raise StepNotAllowed
    taker(code, user, StepForm(request))
