"""Texts of a file as the database takes them: never cut, refused in words."""

from typing import Final

from django.utils.translation import gettext

from geo.errors import GeoError
from kit.text import storable

LONGEST_NAME: Final = 120


def check_text(text: str, longest: int) -> str:
    """The text. Raises GeoError where it is too long or holds what cannot be stored."""
    if not storable(text):
        raise GeoError(gettext("A text of the entry holds a character that cannot be stored. Delete it."))
    if len(text) > longest:
        raise GeoError(
            gettext('The text "%(text)s…" has %(length)d characters; at most %(longest)d are possible. Shorten it.')
            % {"text": text[:40], "length": len(text), "longest": longest}
        )
    return text
