"""A zone as its planner works on it."""

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.fields import SupportedDateTimeField
from layers.models.face import ZoneFace, validity_constraints
from layers.models.kinds import Status


class Zone(ZoneFace):
    """The working copy. Walls see ``published``, a frozen version, whatever is changed here meanwhile.

    ``revision`` grows with every write and is what an editor must name to show that it knows the newest state.
    ``shown`` says whether walls were told to show it; it follows the publication and the validity, through
    ``layers.announce`` alone.
    """

    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT, db_index=True)
    published = models.OneToOneField(
        "layers.ZoneVersion", models.PROTECT, null=True, blank=True, related_name="published_of"
    )
    pending = models.BooleanField(_("has unpublished changes"), default=True)
    revision = models.PositiveIntegerField(default=1)
    shown = models.BooleanField(default=False)
    shown_changed_at = SupportedDateTimeField(null=True, blank=True)
    source_key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    imported = models.ForeignKey("layers.ZoneImport", models.PROTECT, null=True, blank=True, related_name="zones")
    area_m2 = models.FloatField(_("area in square metres"))
    created_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    updated_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    created_at = SupportedDateTimeField(auto_now_add=True)
    updated_at = SupportedDateTimeField(auto_now=True)

    class Meta:
        ordering = ["-updated_at", "-id"]
        verbose_name = _("zone")
        verbose_name_plural = _("zones")
        indexes = [
            models.Index(fields=["id"], name="layers_zone_shown", condition=Q(shown=True)),
            models.Index(fields=["shown_changed_at"]),
        ]
        constraints = [
            *validity_constraints("zone"),
            models.CheckConstraint(
                name="zone_published_has_version", condition=~Q(status="published") | Q(published__isnull=False)
            ),
            models.CheckConstraint(
                name="zone_validity_in_order",
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gt=models.F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def published_version(self) -> int | None:
        """The number of the version that is public, if one is."""
        return self.published.number if self.published is not None else None
