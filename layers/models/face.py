"""What a zone says of itself: the fields that a draft and each of its published versions share."""

from django.contrib.gis.db import models
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

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
    "geometry",
)


class ZoneFace(models.Model):
    """Empty style fields mean the table's style for the kind and level; an open end of validity is None."""

    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    level = models.PositiveSmallIntegerField(
        _("level"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(3)]
    )
    name = models.CharField(_("name"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)
    description = models.TextField(_("description"), blank=True)
    color = models.CharField(_("colour"), max_length=7, blank=True, validators=[RegexValidator(r"^#[0-9a-f]{6}$")])
    fill_opacity = models.FloatField(_("opacity"), null=True, blank=True)
    pattern = models.CharField(_("pattern"), max_length=10, blank=True, choices=[(name, name) for name in PATTERNS])
    valid_from = models.DateTimeField(_("valid from"), null=True, blank=True)
    valid_to = models.DateTimeField(_("valid until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    licence = models.CharField(_("licence"), max_length=160, blank=True)
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
