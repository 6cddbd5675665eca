"""Days that must not be forgotten, however old they are."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kit.dates import check_supported, finite, in_range

MAX_REASON = 500


class LegalHold(models.Model):
    """What is recorded of ``vehicle``, or of all when it is None, from ``first_day`` to ``last_day`` (both included, in
    the region's zone) survives retention while the hold is open. A released hold stays as a record of itself.
    """

    vehicle = models.ForeignKey(
        "fleet.Vehicle", models.PROTECT, null=True, blank=True, related_name="holds", verbose_name=_("vehicle")
    )
    first_day = models.DateField(_("from"), validators=[check_supported])
    last_day = models.DateField(_("to"), validators=[check_supported])
    reason = models.CharField(_("reason"), max_length=MAX_REASON)
    placed_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    release_reason = models.CharField(max_length=MAX_REASON, blank=True)

    class Meta:
        ordering = ["-placed_at", "-id"]
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        indexes = [models.Index(fields=["first_day"], name="hold_open", condition=Q(released_at=None))]
        constraints = [
            models.CheckConstraint(name="hold_days_in_order", condition=Q(last_day__gte=F("first_day"))),
            models.CheckConstraint(name="hold_days_in_range", condition=in_range("first_day") & in_range("last_day")),
            models.CheckConstraint(name="hold_times_are_finite", condition=finite("placed_at", "released_at")),
        ]

    def __str__(self) -> str:
        return f"hold on {self.vehicle_id or 'all vehicles'} from {self.first_day} to {self.last_day}"
