"""What a device sent that could not be stored as a position."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from fleet.devices.quarantine_reasons import QuarantineReason
from kit.dates import finite


class Quarantine(models.Model):
    """One frame with its bytes, as it can be decoded again. Copies of it only raise ``count``."""

    digest = models.BinaryField(max_length=16, unique=True)
    raw = models.BinaryField()
    transport = models.CharField(_("transport"), max_length=10)
    remote = models.CharField(_("sender's address"), max_length=64, blank=True)
    protocol = models.CharField(_("protocol"), max_length=20)
    identity = models.CharField(_("identity"), max_length=128, blank=True)
    reason = models.CharField(_("reason"), max_length=20, choices=QuarantineReason.choices)
    detail = models.CharField(_("detail"), max_length=200, blank=True)
    arrival = models.DateTimeField(_("first arrival"))
    last_arrival = models.DateTimeField(_("last arrival"))
    count = models.PositiveIntegerField(_("count"), default=1)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey("people.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-last_arrival"]
        indexes = [
            models.Index(
                fields=["identity", "id"], name="quarantine_open", condition=models.Q(resolved_at__isnull=True)
            ),
            models.Index(fields=["last_arrival"], name="quarantine_age"),
        ]
        verbose_name = _("quarantined frame")
        constraints = [
            models.CheckConstraint(
                name="quarantine_times_are_finite", condition=finite("arrival", "last_arrival", "resolved_at")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.protocol} {self.identity or self.remote} ({self.reason})"
