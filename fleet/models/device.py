"""A phone or tracker."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Device(models.Model):
    """Something that sends positions under an identity of its own.

    A database trigger gives every new device its DeviceState, so that the gateway always finds a row to lock.
    """

    ACCESS_AGENCY_PATH = "vehicle__agency"

    identity = models.CharField(_("identity"), max_length=128, unique=True)
    protocol = models.CharField(_("protocol"), max_length=20, blank=True)
    clock_offset_s = models.IntegerField(
        _("clock is ahead of UTC by (seconds)"),
        db_default=0,
        default=0,
        help_text=_("For trackers that send local time: 25200 for WIB, 28800 for WITA, 32400 for WIT."),
    )
    label = models.CharField(_("label"), max_length=80, blank=True)
    vehicle = models.ForeignKey(
        "fleet.Vehicle", models.PROTECT, null=True, blank=True, related_name="devices", verbose_name=_("vehicle")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["identity"]
        verbose_name = _("device")
        verbose_name_plural = _("devices")

    def __str__(self) -> str:
        return self.label or self.identity
