"""The state of one rate limit for one key."""

from django.db import models


class RateLimit(models.Model):
    """Written by `kit.rate_limit` alone. ``key_hash`` is a keyed digest of scope and key, never the key itself.

    ``full_at`` is when the bucket is full again; a row whose time has passed limits nothing.
    """

    key_hash = models.CharField(max_length=64, primary_key=True)
    full_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "rate limit"

    def __str__(self) -> str:
        return f"{self.key_hash[:8]} until {self.full_at:%Y-%m-%d %H:%M:%S}"
