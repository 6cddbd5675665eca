"""How the features of a file become zones."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from geo.errors import GeoError
from layers.errors import BadImport
from layers.models import KINDS_OF, LEVELS, Kind, Purpose

_NAME_FIELDS = ("name", "nama", "Name", "NAME", "NAMA", "title", "zone", "label")
_ROMAN = {"III": 3, "II": 2, "I": 1}
_LEVEL = re.compile(r"(?<![\w.])(?:(III|II|I)|([123]))(?![\w.])")


class UnusableFeature(GeoError):
    """One feature cannot become a zone; the others can."""

    code = "unusable_feature"


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """``where`` keeps only features whose fields have these values; ``buffer_m`` is the radius around points.

    ``level`` is given to all, or read from ``level_field`` (1 to 3, I to III, or a text that holds one of them, such as
    "KRB II"). ``dataset`` names the file's contents, so that importing it again adds nothing.
    """

    dataset: str
    purpose: Purpose = Purpose.HAZARD
    kind: Kind = Kind.FLOOD
    level: int | None = None
    level_field: str = ""
    name_fields: Sequence[str] = ()
    description_field: str = ""
    valid_from_field: str = ""
    valid_to_field: str = ""
    where: Mapping[str, str] = field(default_factory=dict)
    buffer_m: float | None = None
    source: str = ""
    licence: str = ""
    publish: bool = False

    def check(self) -> None:
        """Raise BadImport where the plan contradicts itself."""
        if self.kind not in KINDS_OF[self.purpose]:
            raise BadImport(_("This kind does not go with this purpose."), field="kind")
        if self.purpose != Purpose.HAZARD and (self.level is not None or self.level_field):
            raise BadImport(_("Only hazard zones have a level."), field="level")
        if self.level is not None and self.level not in LEVELS:
            raise BadImport(_("A level is 1, 2 or 3."), field="level")
        if self.buffer_m is not None and not 1 <= self.buffer_m <= 200_000:
            raise BadImport(_("The radius around points must be from 1 to 200,000 metres."), field="buffer_m")

    def wants(self, properties: Mapping[str, object]) -> bool:
        """Whether the feature passes ``where``."""
        return all(str(properties.get(name, "")) == value for name, value in self.where.items())

    def name_of(self, properties: Mapping[str, object], number: int) -> str:
        """The zone's name, from the named fields or from the first usual one that is filled."""
        if self.name_fields:
            parts = [_text(properties.get(name)) for name in self.name_fields]
            found = ", ".join(part for part in parts if part)
        else:
            found = next((text for name in _NAME_FIELDS if (text := _text(properties.get(name)))), "")
        return (found or f"{self.dataset} {number}")[:160]

    def level_of(self, properties: Mapping[str, object]) -> int | None:
        """The level of one feature; None when its text holds none."""
        if not self.level_field:
            return self.level
        match = _LEVEL.search(_text(properties.get(self.level_field)))
        if match is None:
            return None
        return _ROMAN[match[1]] if match[1] else int(match[2])

    def period_of(self, properties: Mapping[str, object]) -> tuple[datetime | None, datetime | None]:
        """Begin and end of validity. Raises UnusableFeature for a text that is no date, or an end before the begin."""
        begin = _moment(properties, self.valid_from_field)
        end = _moment(properties, self.valid_to_field)
        if begin is not None and end is not None and end <= begin:
            raise UnusableFeature(_("The validity ends before it begins."))
        return begin, end

    def description_of(self, properties: Mapping[str, object]) -> str:
        """The text of the description field, or empty."""
        return _text(properties.get(self.description_field))[:4000] if self.description_field else ""


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _moment(properties: Mapping[str, object], name: str) -> datetime | None:
    text = _text(properties.get(name)) if name else ""
    if not text:
        return None
    try:
        moment = parse_datetime(text)
        day = None if moment is not None else parse_date(text)
    except ValueError:
        moment = day = None
    if day is not None:
        moment = datetime.combine(day, time.min)
    if moment is None:
        raise UnusableFeature(_('"%(text)s" in %(field)s is no date.') % {"text": text[:40], "field": name})
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
