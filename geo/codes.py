"""Area codes of the Ministry of Home Affairs (Kemendagri): 12, 12.06, 12.06.01, 12.06.01.1009.

Form: two digits each for province, regency or city, and district (kecamatan), then four for the village, of which the
first says what it is (1 kelurahan, 2 desa; some provinces use 3 and above for villages of their own kind). Source:
Permendagri 72/2019 and its successors.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from django.db import models
from django.utils.translation import gettext, gettext_lazy

from geo.errors import InvalidAreaCode


class AreaLevel(models.TextChoices):
    """Levels of the administration, outermost first."""

    PROVINCE = "province", gettext_lazy("Province")
    REGENCY = "regency", gettext_lazy("Regency or city")
    DISTRICT = "district", gettext_lazy("District (kecamatan)")
    VILLAGE = "village", gettext_lazy("Village (desa or kelurahan)")

    @property
    def depth(self) -> int:
        """0 for a province to 3 for a village."""
        return LEVELS.index(self)


LEVELS: tuple[AreaLevel, ...] = (AreaLevel.PROVINCE, AreaLevel.REGENCY, AreaLevel.DISTRICT, AreaLevel.VILLAGE)

_DOTTED = re.compile(r"\d{2}(?:\.\d{2}(?:\.\d{2}(?:\.\d{4})?)?)?", re.ASCII)
_UNDOTTED = re.compile(r"\d{2}(?:\d{2}(?:\d{2}(?:\d{4})?)?)?", re.ASCII)
_CUTS = (0, 2, 4, 6, 10)


@dataclass(frozen=True, slots=True)
class AreaCode:
    """A valid code in its dotted form."""

    text: str

    @property
    def level(self) -> AreaLevel:
        return LEVELS[self.text.count(".")]

    @property
    def parent(self) -> "AreaCode | None":
        """The code of the area one level up, or None for a province."""
        head, dot, _ = self.text.rpartition(".")
        return AreaCode(head) if dot else None

    @property
    def chain(self) -> tuple[str, ...]:
        """The codes from the province down to this one."""
        parts = self.text.split(".")
        return tuple(".".join(parts[: index + 1]) for index in range(len(parts)))

    def __str__(self) -> str:
        return self.text


def parse_code(value: object) -> AreaCode:
    """Read a code with or without dots, as text or as a whole number. Raises InvalidAreaCode."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip() if value is not None and not isinstance(value, bool) else ""
    if _DOTTED.fullmatch(text):
        return AreaCode(text)
    if _UNDOTTED.fullmatch(text):
        parts = [text[start:end] for start, end in pairwise(_CUTS)]
        return AreaCode(".".join(part for part in parts if part))
    raise InvalidAreaCode(
        gettext('"%(text)s" is not an area code; expected digits such as 12, 12.06, 12.06.01 or 12.06.01.1009.')
        % {"text": text[:40]}
    )
