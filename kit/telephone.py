"""Telephone numbers as people in Indonesia write them, checked with the numbering plans of ``phonenumbers``."""

import re
from typing import Final

import phonenumbers
from django.utils.translation import gettext_lazy as _

from kit.errors import BadInput
from kit.text import checked

REGION: Final = "ID"
LONGEST: Final = 40
MESSAGE: Final = _(
    "Write the telephone number in digits: 0812 3456 7890, or with the country as in +60 12 345 6789; "
    "or leave it empty."
)
_LETTERS: Final = re.compile(r"^[+0-9().\-/\s\u00a0\u2010-\u2013]+$", re.ASCII)
_BEGINNING: Final = re.compile(r"^\(?(0[1-9]|00[1-9]|\+[1-9]|62[1-9])", re.ASCII)
_EXTENSION: Final = re.compile(r"[,;]?\s*(?:pesawat|pes|ext(?:ension)?|x)[.:]?\s*(\d{1,6})$", re.IGNORECASE | re.ASCII)


def is_telephone(text: str) -> bool:
    """Whether somebody can be called under it: ``0812-3456-7890``, ``+60 12 345 6789``, ``pesawat 12``."""
    text = text.strip()
    number = _EXTENSION.sub("", text)
    return (number == "" and text != "") or _parsed(number) is not None


def normalised(text: str) -> str:
    """The number in international form (E.164, without the extension), by which two spellings are compared.

    Empty for what is none, and for an extension alone.
    """
    number = _parsed(_EXTENSION.sub("", text.strip()))
    return "" if number is None else phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def checked_telephone(text: str, *, field: str) -> str:
    """``text`` without white space around it, or empty. Raises BadInput at ``field`` for what cannot be called."""
    number = checked(text, longest=LONGEST, field=field)
    if number and not is_telephone(number):
        raise BadInput(MESSAGE, field=field)
    return number


def _parsed(text: str) -> phonenumbers.PhoneNumber | None:
    if not _LETTERS.match(text) or not _BEGINNING.match(text):
        return None
    if text.startswith("62"):
        text = f"+{text}"
    elif text.startswith("00"):
        text = f"+{text[2:]}"
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None
