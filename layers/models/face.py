"""What a zone says of itself: the fields that a draft and each of its published versions share."""

from django.contrib.gis.db import models
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kit.dates import moments_in_range
from kit.fields import SupportedDateTimeField
from kit.text import VisibleText
from layers.models.kinds import Kind, Purpose
from layers.styles import PATTERNS, Style, style_of

FACE_FIELDS = (
    "purpose",
    "kind",
    "level",
    "name",
    "name_en",
    "description",
    "color",
    "fill_opacity",
    "pattern",
    "valid_from",
    "valid_to",
    "source",
    "licence",
    "attributes",
    "geometry",
)


class ZoneFace(models.Model):
    """Empty style fields mean the table's style for the kind and level; an open end of validity is None.

    ``attributes`` are the columns of the file that the zone was imported from, by name.
    """

    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    level = models.PositiveSmallIntegerField(
        _("level"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(3)]
    )
    name = models.CharField(_("name"), max_length=160, validators=[VisibleText()])
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)
    description = models.TextField(_("description"), blank=True)
    color = models.CharField(_("colour"), max_length=7, blank=True, validators=[RegexValidator(r"^#[0-9a-f]{6}$")])
    fill_opacity = models.FloatField(_("opacity"), null=True, blank=True)
    pattern = models.CharField(_("pattern"), max_length=10, blank=True, choices=[(name, name) for name in PATTERNS])
    valid_from = SupportedDateTimeField(_("valid from"), null=True, blank=True)
    valid_to = SupportedDateTimeField(_("valid until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    licence = models.CharField(_("licence"), max_length=160, blank=True)
    attributes = models.JSONField(_("attributes"), default=dict, blank=True)
    geometry = models.MultiPolygonField(_("outline"), srid=4326)

    class Meta:
        abstract = True

    @property
    def style(self) -> Style:
        """The table's style with what the planner chose instead."""
        base = style_of(self.kind, self.level)
        opacity = base.fill_opacity if self.fill_opacity is None else self.fill_opacity
        return Style(self.color or base.color, opacity, self.pattern or base.pattern)

    @property
    def local_name(self) -> str:
        """The name in the language of the page."""
        return self.name_en if get_language() == "en" and self.name_en else self.name

    def take_face(self, other: "ZoneFace") -> None:
        """Say what ``other`` says."""
        for field in FACE_FIELDS:
            setattr(self, field, getattr(other, field))


def validity_constraints(table: str) -> list[models.CheckConstraint]:
    """Both ends of the validity are supported dates; ``table`` begins the constraints' names."""
    return [
        models.CheckConstraint(name=f"{table}_{column}_in_range", condition=moments_in_range(column))
        for column in ("valid_from", "valid_to")
    ]
