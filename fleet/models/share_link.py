"""A link with which anybody may see where one vehicle is, for some hours."""

from datetime import timedelta
from typing import Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kit.dates import finite

MAX_SHARED: Final = timedelta(hours=72)


class ShareLink(models.Model):
    """Only the token's SHA-256 is kept, so that nobody can read working links out of the database or its backups.

    ``note`` says for whom the link was made, and is shown to those who made it alone. ``views`` counts openings.
    """

    ACCESS_AGENCY_PATH = "vehicle__agency"

    token_hash = models.CharField(max_length=64, unique=True)
    vehicle = models.ForeignKey("fleet.Vehicle", models.CASCADE, related_name="share_links")
    show_plate = models.BooleanField(_("show name and number plate"), default=False)
    note = models.CharField(_("for whom"), max_length=120, blank=True)
    created_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey("people.User", models.SET_NULL, null=True, related_name="+")
    views = models.PositiveIntegerField(default=0)
    last_view = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("share link")
        verbose_name_plural = _("share links")
        indexes = [models.Index(fields=["vehicle", "-created_at"], name="share_of_vehicle")]
        constraints = [
            models.CheckConstraint(
                name="shared_for_hours_only",
                condition=Q(expires_at__gt=F("created_at")) & Q(expires_at__lte=F("created_at") + MAX_SHARED),
            ),
            models.CheckConstraint(
                name="share_link_times_are_finite",
                condition=finite("created_at", "expires_at", "revoked_at", "last_view"),
            ),
        ]

    def __str__(self) -> str:
        return f"link to vehicle {self.vehicle_id} until {self.expires_at:%Y-%m-%d %H:%M}"
