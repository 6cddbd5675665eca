"""How the features of a file become zones."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from geo.errors import GeoError
from kit.dates import read_day, read_moment
from kit.errors import BadInput
from kit.text import clean, is_blank, storable
from layers.errors import BadImport
from layers.imports.levels import read_level
from layers.models import KINDS_OF, LEVELS, Kind, Purpose

_NAME_FIELDS = ("name", "nama", "Name", "NAME", "NAMA", "title", "zone", "label")
_OWN_EXPORT = {"purpose", "kind", "level", "valid_from", "valid_to", "licence", "source"}
_SYNONYMS = {
    "banjir": Kind.FLOOD,
    "longsor": Kind.LANDSLIDE,
    "tanah longsor": Kind.LANDSLIDE,
    "gempa": Kind.EARTHQUAKE,
    "gempa bumi": Kind.EARTHQUAKE,
    "gunung api": Kind.VOLCANO,
    "gunungapi": Kind.VOLCANO,
    "erupsi": Kind.VOLCANO,
    "kebakaran hutan": Kind.FOREST_FIRE,
    "karhutla": Kind.FOREST_FIRE,
    "puting beliung": Kind.WHIRLWIND,
    "angin puting beliung": Kind.WHIRLWIND,
}
LONGEST_DATASET = 60


class UnusableFeature(GeoError):
    """One feature cannot become a zone; the others can."""

    code = "unusable_feature"


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """``where`` keeps only features whose fields have these values; ``buffer_m`` is the radius around points.

    ``kind`` is given to all or read from ``kind_field``, and one of them must be said, except for a file that this
    product exported. ``level`` is given to all, or read from ``level_field`` (see `layers.imports.levels`). ``dataset``
    names the file's contents, so that importing it again adds nothing.
    """

    dataset: str
    purpose: Purpose = Purpose.HAZARD
    kind: Kind | None = None
    kind_field: str = ""
    level: int | None = None
    level_field: str = ""
    name_fields: Sequence[str] = ()
    name_en_field: str = ""
    description_field: str = ""
    valid_from_field: str = ""
    valid_to_field: str = ""
    source_field: str = ""
    licence_field: str = ""
    where: Mapping[str, str] = field(default_factory=dict)
    buffer_m: float | None = None
    source: str = ""
    licence: str = ""
    file_name: str = ""
    own_export: bool = False
    publish: bool = False

    def check(self) -> None:
        """Raise BadImport where the plan contradicts itself."""
        if self.kind is not None and self.kind not in KINDS_OF[self.purpose]:
            raise BadImport(_("This kind does not go with this purpose."), field="kind")
        if self.purpose != Purpose.HAZARD and (self.level is not None or self.level_field):
            raise BadImport(_("Only hazard zones have a level."), field="level")
        if self.level is not None and self.level not in LEVELS:
            raise BadImport(_("A level is 1, 2 or 3."), field="level")
        if self.buffer_m is not None and not 1 <= self.buffer_m <= 200_000:
            raise BadImport(_("The radius around points must be from 1 to 200,000 metres."), field="buffer_m")
        for text, longest, name in ((self.source, 300, "source"), (self.licence, 160, "licence")):
            if len(text) > longest or not storable(text):
                raise BadImport(_("Source or licence is too long or cannot be stored. Shorten it."), field=name)

    def for_columns(self, columns: Sequence[str]) -> "ImportPlan":
        """The plan for a file with these columns. Raises BadImport where nothing says what kind the zones are."""
        if self.kind is None and not self.kind_field and set(columns) >= _OWN_EXPORT:
            return replace(
                self,
                own_export=True,
                kind_field="kind",
                level_field=self.level_field or "level",
                name_fields=self.name_fields or ("name",),
                name_en_field="name_en" if "name_en" in columns else "",
                description_field="description" if "description" in columns else "",
                valid_from_field="valid_from",
                valid_to_field="valid_to",
                source_field="source",
                licence_field="licence",
            )
        if self.kind is None and not self.kind_field:
            raise BadImport(_("Say what kind the zones are, or which column says it."), field="kind")
        return self

    def named_columns(self) -> list[str]:
        """The columns that the file must have."""
        fields = (self.kind_field, self.level_field, self.name_en_field, self.description_field, self.valid_from_field)
        return [
            *fields, self.valid_to_field, self.source_field, self.licence_field, *self.name_fields, *self.where
        ]  # fmt: skip

    @property
    def key_prefix(self) -> str:
        """What the source keys of the dataset begin with; a long name is told apart by its digest."""
        name = self.dataset
        if len(name) > LONGEST_DATASET:
            name = f"{name[:50]}~{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:9]}"
        return f"{name}:"

    def wants(self, properties: Mapping[str, object]) -> bool:
        """Whether the feature passes ``where``."""
        return all(str(properties.get(name, "")) == value for name, value in self.where.items())

    def name_of(self, properties: Mapping[str, object], number: int) -> str:
        """The zone's name, from the named fields or from the first usual one that is filled."""
        if self.name_fields:
            parts = [shown(properties.get(name)) for name in self.name_fields]
            found = ", ".join(part for part in parts if part)
        else:
            found = next((text for name in _NAME_FIELDS if (text := shown(properties.get(name)))), "")
        return found or f"{self.dataset[:100]} {number}"

    def kind_of(self, properties: Mapping[str, object]) -> tuple[Purpose, Kind]:
        """Purpose and kind of one feature. Raises UnusableFeature where its text names no kind."""
        if not self.kind_field:
            if self.kind is None:
                raise UnusableFeature(_("Nothing says what kind this zone is."))
            return self.purpose, self.kind
        text = shown(properties.get(self.kind_field))
        kind = _kind(text)
        if kind is None:
            raise UnusableFeature(
                _('"%(text)s" in %(field)s names no kind; kinds are: %(kinds)s.')
                % {"text": text[:40], "field": self.kind_field, "kinds": ", ".join(Kind.values)}
            )
        named = shown(properties.get("purpose")) if self.own_export else self.purpose
        return _purpose(named, kind), kind

    def level_of(self, properties: Mapping[str, object]) -> int | None:
        """The level of one feature; None when its text holds none."""
        if not self.level_field:
            return self.level
        return read_level(self.level_text(properties))

    def level_text(self, properties: Mapping[str, object]) -> str:
        """What the level's column says."""
        return shown(properties.get(self.level_field)) if self.level_field else ""

    def period_of(self, properties: Mapping[str, object]) -> tuple[datetime | None, datetime | None]:
        """Begin and end of validity. Raises UnusableFeature for a text that is no date, or an end before the begin."""
        begin = _moment(properties, self.valid_from_field)
        end = _moment(properties, self.valid_to_field)
        if begin is not None and end is not None and end <= begin:
            raise UnusableFeature(_("The validity ends before it begins."))
        return begin, end

    def text_of(self, properties: Mapping[str, object], name: str, *, longest: int, default: str = "") -> str:
        """The text of a field, or the default. Raises UnusableFeature where it is too long; it is never cut."""
        return fitting(shown(properties.get(name)) if name else "", longest) or default

    def attributes_of(self, properties: Mapping[str, object]) -> dict[str, object]:
        """The columns of the file as attributes; of a file that this product exported, those it came with."""
        if not self.own_export:
            return {str(name): _plain(value) for name, value in properties.items()}
        kept = properties.get("attributes")
        if isinstance(kept, str) and kept.startswith("{"):
            try:
                kept = json.loads(kept)
            except (ValueError, RecursionError):
                return {"attributes": kept}
        return dict(kept) if isinstance(kept, dict) else {}


def shown(value: object) -> str:
    """A value as a text that can be seen, or empty. Raises UnusableFeature for what cannot be stored."""
    text = "" if value is None else str(value).strip()
    if not storable(text):
        raise UnusableFeature(_("A text of the entry holds a character that cannot be stored. Delete it."))
    return "" if is_blank(text) else clean(text)


def fitting(text: str, longest: int) -> str:
    """The text. Raises UnusableFeature where it is longer."""
    if len(text) > longest:
        raise UnusableFeature(
            _('The text "%(text)s…" has %(length)d characters; at most %(longest)d are possible. Shorten it.')
            % {"text": text[:40], "length": len(text), "longest": longest}
        )
    return text


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float | bool | dict | list) or value is None else str(value)


def _kind(text: str) -> Kind | None:
    wanted = text.casefold().replace("_", " ").strip()
    if wanted in _SYNONYMS:
        return _SYNONYMS[wanted]
    for kind in Kind:
        labels = {kind.value.replace("_", " ")}
        for language in ("id", "en"):
            with override(language):
                labels.add(str(kind.label).casefold())
        if wanted in labels:
            return kind
    return None


def _purpose(wanted: str, kind: Kind) -> Purpose:
    fitting_purposes = [purpose for purpose, kinds in KINDS_OF.items() if kind in kinds]
    return Purpose(wanted if wanted in fitting_purposes else fitting_purposes[0])


def _moment(properties: Mapping[str, object], name: str) -> datetime | None:
    text = shown(properties.get(name)) if name else ""
    if not text:
        return None
    try:
        return read_moment(f"{text} 00:00" if _is_day(text) else text)
    except BadInput as error:
        raise UnusableFeature(
            _('"%(text)s" in %(field)s: %(why)s') % {"text": text[:40], "field": name, "why": error}
        ) from None


def _is_day(text: str) -> bool:
    try:
        return read_day(text) is not None
    except BadInput:
        return False
