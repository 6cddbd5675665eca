"""An address of another system that receives events."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from kit import secrets
from kit.dates import finite
from kit.severity import Severity
from notify.registry import MAX_NAME


class Webhook(models.Model):
    """Receives events raised from ``since`` on that match: ``kinds`` (empty: all), ``severity`` or louder, ``agency``.

    ``secret`` signs what is sent, so it must be readable; it is stored encrypted for this row.
    Triggers on the tables of registered events insert each new one into WebhookDue while a webhook is enabled.
    """

    name = models.CharField(_("name"), max_length=80)
    url = models.CharField(_("address"), max_length=500)
    sealed_secret = models.TextField(blank=True)
    kinds = ArrayField(models.CharField(max_length=MAX_NAME), default=list, blank=True, verbose_name=_("kinds"))
    severity = models.SmallIntegerField(_("at least"), choices=Severity.choices, default=Severity.NOTE)
    agency = models.ForeignKey(
        "people.Agency", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("agency")
    )
    enabled = models.BooleanField(_("enabled"), default=True)
    since = models.DateTimeField()
    created_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        constraints = [
            models.CheckConstraint(name="webhook_times_are_finite", condition=finite("since", "created_at")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def secret(self) -> str:
        """What signs the messages. Raises kit.secrets.SecretUnreadable where no configured key opens it."""
        return secrets.unseal(self.sealed_secret, self._place())

    @secret.setter
    def secret(self, secret: str) -> None:
        self.sealed_secret = secrets.seal(secret, self._place())

    def _place(self) -> str:
        # The moment of creation never changes and is known before the row has an id.
        return f"notify.webhook:secret:{self.created_at.isoformat()}"
