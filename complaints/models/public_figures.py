"""The centre's work in numbers, for the portal."""

from django.db import models
from django.db.models import Q

from kit.dates import finite


class PublicFigures(models.Model):
    """One row, rewritten by the worker: what came in and was closed in the last 30 days, and what is open."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    received = models.PositiveIntegerField()
    closed = models.PositiveIntegerField()
    open = models.PositiveIntegerField()
    median_days = models.FloatField(null=True)
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="one_row_of_figures", condition=Q(id=1)),
            models.CheckConstraint(name="figures_times_are_finite", condition=finite("counted_at")),
        ]

    def __str__(self) -> str:
        return f"figures of {self.counted_at:%Y-%m-%d %H:%M}"
