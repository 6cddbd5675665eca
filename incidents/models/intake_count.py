"""How many reports came from an address lately."""

from django.db import models


class IntakeCount(models.Model):
    """One row an address and window; ``address_key`` is a keyed digest, so that no table of addresses is kept."""

    address_key = models.CharField(max_length=64)
    window_start = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["address_key", "window_start"], name="one_count_per_window")]

    def __str__(self) -> str:
        return f"{self.count} since {self.window_start:%H:%M}"
