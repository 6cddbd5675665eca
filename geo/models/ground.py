"""The plain ground that a map shows when no tiles are to be had: roads, water, peaks."""

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex
from django.utils.translation import gettext_lazy

from kit.fields import SupportedDateTimeField


class GroundKind(models.TextChoices):
    """What a ground feature is."""

    ROAD = "road", gettext_lazy("Road")
    WATER = "water", gettext_lazy("Water")
    PEAK = "peak", gettext_lazy("Peak")


class GroundFeature(models.Model):
    """A road's line, a lake or river, a peak. `code` is the key by which an import finds it again."""

    code = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=8, choices=GroundKind.choices, db_index=True)
    name = models.CharField(max_length=120, blank=True)
    classification = models.CharField(max_length=20, blank=True)
    geometry = models.GeometryField(srid=4326)
    search_name = models.CharField(max_length=120, editable=False)
    source = models.CharField(max_length=200, blank=True)
    imported_at = SupportedDateTimeField()

    class Meta:
        verbose_name = gettext_lazy("ground feature")
        verbose_name_plural = gettext_lazy("ground features")
        ordering = ("code",)
        indexes = [GinIndex(fields=["search_name"], name="geo_ground_search", opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.name or self.code
