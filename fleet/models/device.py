"""A phone or tracker."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from fleet.devices.listeners import effective_mask, labels_of
from kit.dates import finite


class Device(models.Model):
    """Something that sends positions under an identity of its own.

    A database trigger gives every new device its DeviceState, so that the gateway always finds a row to lock.

    ``listeners`` is the mask of ``devices.listeners`` over which fixes are taken: null where nobody has bound it yet,
    0 where its first contact will. ``secret`` is the ``fleet.devices.secrets.fingerprint`` of its password, 0 for none.
    ``secret_identity``: the centre made the identity, which nobody can guess, at ``secret_made_at``.
    ``mqtt_password`` is the password as the broker's password file holds it.
    """

    ACCESS_AGENCY_PATH = "vehicle__agency"

    identity = models.CharField(_("identity"), max_length=128, unique=True)
    protocol = models.CharField(_("protocol"), max_length=20, blank=True)
    listeners = models.BigIntegerField(_("listeners"), null=True, blank=True)
    secret = models.BigIntegerField(default=0, db_default=0)
    secret_identity = models.BooleanField(default=False, db_default=False)
    mqtt_password = models.CharField(max_length=200, blank=True, default="", db_default="")
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
    secret_made_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["identity"]
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        constraints = [
            models.CheckConstraint(name="device_times_are_finite", condition=finite("secret_made_at", "created_at")),
        ]

    def __str__(self) -> str:
        return self.label or self.shown_identity

    @property
    def shown_identity(self) -> str:
        """The identity for pages; of one that is a secret only the beginning, once the phone has been heard."""
        return f"{self.identity[:4]}…" if self.secret_identity else self.identity

    @property
    def shows_secret(self) -> bool:
        """Whether the codes that set the phone up may still be shown: until it is heard under a secret identity."""
        heard = self.state.last_contact
        return not self.secret_identity or heard is None or (self.secret_made_at or heard) > heard

    @property
    def bound(self) -> bool:
        """Whether fixes are taken over some listeners only."""
        return self.listeners is not None

    @property
    def listener_labels(self) -> str:
        """The listeners that the device is bound to; empty where it is not, or not yet. Reads ``state``."""
        return "" if self.listeners is None else labels_of(effective_mask(self.listeners, self.state.heard_over))
