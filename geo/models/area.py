"""An administrative area: province, regency or city, district (kecamatan), village (desa or kelurahan)."""

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex
from django.utils.translation import gettext_lazy

from geo.codes import AreaLevel
from kit.fields import SupportedDateTimeField


class Area(models.Model):
    """One area with its Kemendagri code. Written by `geo.imports.areas` only, which keeps the derived columns right."""

    code = models.CharField(gettext_lazy("code"), max_length=13, unique=True)
    name = models.CharField(gettext_lazy("name"), max_length=120)
    level = models.CharField(gettext_lazy("level"), max_length=8, choices=AreaLevel.choices, db_index=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=gettext_lazy("parent"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    geometry = models.MultiPolygonField(gettext_lazy("boundary"), srid=4326)
    point = models.PointField(gettext_lazy("point inside"), srid=4326)
    area_m2 = models.FloatField(gettext_lazy("area in square metres"))
    search_name = models.CharField(max_length=120, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    source = models.CharField(gettext_lazy("source"), max_length=200, blank=True)
    imported_at = SupportedDateTimeField(gettext_lazy("imported"))

    class Meta:
        verbose_name = gettext_lazy("area")
        verbose_name_plural = gettext_lazy("areas")
        ordering = ("code",)
        indexes = [GinIndex(fields=["search_name"], name="geo_area_search", opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    @property
    def depth(self) -> int:
        """0 for a province to 3 for a village."""
        return AreaLevel(self.level).depth
