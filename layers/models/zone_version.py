"""A zone as it was published once."""

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from kit.fields import SupportedDateTimeField
from layers.models.face import ZoneFace, validity_constraints


class ZoneVersion(ZoneFace):
    """Never changed and never deleted: a database trigger refuses it.

    ``face_geometry`` is the outline within the vertex budget of live events (see ``layers.simplify``).
    """

    zone = models.ForeignKey("layers.Zone", models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    face_geometry = models.MultiPolygonField(srid=4326, spatial_index=False)
    area_m2 = models.FloatField()
    published_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    published_at = SupportedDateTimeField(auto_now_add=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["zone_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["zone", "number"], name="one_zone_version_per_number"),
            *validity_constraints("zone_version"),
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.number}"
