"""An address of another system that is told of events."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from fleet.event_kinds import EventKind, Severity


class Webhook(models.Model):
    """Told of events raised from ``since`` on that match: ``kinds`` (empty: all), ``severity`` or louder, ``agency``.

    ``secret`` signs what is sent, so it is kept as it is; whoever reads the database could sign in the product's name.
    A database trigger notes every new event in WebhookDue while one webhook is enabled.
    """

    name = models.CharField(_("name"), max_length=80)
    url = models.CharField(_("address"), max_length=500)
    secret = models.CharField(max_length=80)
    kinds = ArrayField(
        models.CharField(max_length=24, choices=EventKind.choices), default=list, blank=True, verbose_name=_("kinds")
    )
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

    def __str__(self) -> str:
        return self.name
