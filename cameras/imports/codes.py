"""Which code an imported camera gets, so that cameras of one name at different places stay apart."""

import hashlib
from dataclasses import dataclass, field, replace
from typing import Final

from django.utils.text import slugify
from django.utils.translation import gettext as _

from cameras.drafts import CameraDraft
from cameras.errors import BadCamera
from cameras.imports.rows import CameraRow, code_of
from geo.measure import distance_m

SAME_PLACE_M: Final = 25.0
"""A camera of the registry this near to the file's entry of its name is that one, moved by hand perhaps."""
_LONGEST: Final = 60
_DIGEST: Final = 8
_Place = tuple[float, float]


@dataclass(slots=True)
class Codes:
    """``stored`` holds the places of the cameras that were there before the import, by code."""

    dataset: str
    stored: dict[str, _Place]
    _taken: set[str] = field(default_factory=set)
    _first: dict[tuple[str, _Place], int] = field(default_factory=dict)

    def assign(self, entry: CameraRow, number: int) -> tuple[CameraDraft, bool]:
        """The draft with its code, and whether that camera is in the registry already.

        Raises BadCamera for an entry that repeats another of the file, naming that one.
        """
        draft = entry.draft
        place = (round(draft.lon, 6), round(draft.lat, 6))
        base = code_of(entry.code) if entry.code else self._made(draft.name)
        self._check_repeated(base, place, number)
        code = base if entry.code else self._apart(base, place)
        if entry.code and base in self._taken:
            raise BadCamera(_('The code "%(code)s" stands in the file already, at another place.') % {"code": base})
        self._taken.add(code)
        return replace(draft, code=code), code in self.stored

    def _made(self, name: str) -> str:
        """Of the data set and the name; one that had to be shortened, or has no Latin letter, ends in a digest."""
        whole, plain = slugify(f"{self.dataset}-{name}"), slugify(name)
        return whole if plain and len(whole) <= _LONGEST else _with_digest(whole, name)

    def _check_repeated(self, base: str, place: _Place, number: int) -> None:
        earlier = self._first.setdefault((base, place), number)
        if earlier != number:
            raise BadCamera(_("Entry %(number)d has the same name or code and the same place.") % {"number": earlier})

    def _apart(self, base: str, place: _Place) -> str:
        other = _with_digest(base, f"{place[0]:.6f},{place[1]:.6f}")
        if other in self.stored or base in self._taken:
            return other
        there = self.stored.get(base)
        return base if there is None or distance_m(*there, *place) <= SAME_PLACE_M else other


def _with_digest(code: str, text: str) -> str:
    digest = hashlib.sha256(text.encode()).hexdigest()[:_DIGEST]
    return f"{code[: _LONGEST - _DIGEST - 1].rstrip('-')}-{digest}".lstrip("-")
