"""Which text the product takes from outside: storable, visible, and of a bounded length."""

import re
from typing import Annotated, Final

from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext as _
from pydantic import AfterValidator

from kit.errors import BadInput

_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
_CONTROL: Final = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
# Format characters that take no room, and the overrides of writing direction, which make text read as something else.
# The zero-width joiners (U+200C, U+200D) stay: several scripts need them inside a word.
_INVISIBLE: Final = re.compile(
    "[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
_BLANK: Final = re.compile(
    "[\\s\u00ad\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe0f\ufeff\uffa0]*"
)


def storable(text: str) -> bool:
    """Whether the database can hold ``text``: no NUL and no half of a surrogate pair."""
    return _UNSTORABLE.search(text) is None


def is_blank(text: str) -> bool:
    """Whether ``text`` shows nothing: empty, white space, or characters that take no room."""
    return _BLANK.fullmatch(text) is not None


def clean(text: str) -> str:
    """``text`` without control, invisible and direction characters, and without white space around it.

    What PostgreSQL, XML and paper cannot hold goes as well; tabs and line ends inside stay.
    """
    return _INVISIBLE.sub("", _CONTROL.sub("", _UNSTORABLE.sub("", text))).strip()


def checked(text: str, *, longest: int, field: str | None = None, required: bool = False) -> str:
    """``text`` as `clean` gives it, for a field of at most ``longest`` characters.

    Raises BadInput, in the reader's language, for what cannot be stored, for what is too long (it is never cut), and
    for a required text that shows nothing.
    """
    if not storable(text):
        raise BadInput(_("The text holds a character that cannot be stored. Delete it and try again."), field=field)
    cleaned = clean(text)
    if len(cleaned) > longest:
        raise BadInput(
            _("The text has %(length)d characters; at most %(longest)d are possible. Shorten it.")
            % {"length": len(cleaned), "longest": longest},
            field=field,
        )
    if is_blank(cleaned):
        if required:
            raise BadInput(_("Write something here."), field=field)
        return ""
    return cleaned


@deconstructible
class VisibleText:
    """A validator of model and form fields: refuses what cannot be stored and what shows nothing."""

    def __call__(self, value: str) -> None:
        if not storable(value):
            raise ValidationError(_("The text holds a character that cannot be stored. Delete it and try again."))
        if value and is_blank(value):
            raise ValidationError(_("Write something here."))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, VisibleText)

    def __hash__(self) -> int:
        return hash(VisibleText)


def _storable_value(value: str) -> str:
    if not storable(value):
        raise ValueError("the text holds a character that cannot be stored")
    return value


StorableText = Annotated[str, AfterValidator(_storable_value)]
"""A pydantic string that the database can hold."""
