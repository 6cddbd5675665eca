"""A declared emergency in which far more people report than usual."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from kit.dates import finite, moments_in_range


class SurgeMode(models.Model):
    """Raises the limits of intake from ``started_at`` until ``until`` or ``ended_at``, whichever comes first."""

    reason = models.CharField(max_length=200)
    started_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    ended_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="surge_dates_in_range", condition=moments_in_range("until") & moments_in_range("ended_at")
            ),
            models.UniqueConstraint(
                fields=["ended_at"],
                name="one_surge_at_a_time",
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="surge_times_are_finite", condition=finite("started_at")),
        ]

    @property
    def over_at(self) -> datetime:
        """When it ended, or ends by itself."""
        return min(self.ended_at, self.until) if self.ended_at is not None else self.until

    def __str__(self) -> str:
        return self.reason
