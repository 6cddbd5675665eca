"""Since when the centre has been listening."""

from django.db import models

from kit.dates import finite


class IngestLiveness(models.Model):
    """One row for each ``ingest_liveness.Ear``: when it was there last, and since when it has been without a break."""

    looked_at = models.DateTimeField()
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="listening_times_are_finite", condition=finite("looked_at", "since")),
        ]

    def __str__(self) -> str:
        return f"since {self.since:%Y-%m-%d %H:%M:%S}"
