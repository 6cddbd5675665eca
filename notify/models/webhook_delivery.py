"""One event on its way to one webhook, and events that wait to be looked at."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.dates import finite
from notify.registry import MAX_NAME
from notify.webhooks.failure import answer_label


class DeliveryStatus(models.TextChoices):
    """How far a delivery is."""

    WAITING = "waiting", _("waiting")
    DELIVERED = "delivered", _("delivered")
    GIVEN_UP = "given_up", _("given up")


class WebhookDelivery(models.Model):
    """Tried from ``next_at`` on until it is delivered, or until ``give_up_at``.

    Who tries it moves ``next_at`` ahead first and counts the attempt, so that no second worker tries at the same time.
    ``key`` stays the same over all attempts: the receiver knows by it what it has already.
    ``source`` and ``event_id`` name a row of a registered table; it may have been deleted since.
    """

    webhook = models.ForeignKey("notify.Webhook", models.CASCADE, related_name="deliveries", db_index=False)
    source = models.CharField(max_length=MAX_NAME)
    event_id = models.BigIntegerField()
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    status = models.CharField(_("state"), max_length=10, choices=DeliveryStatus.choices, default=DeliveryStatus.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    give_up_at = models.DateTimeField()
    created_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True)
    last_status = models.PositiveSmallIntegerField(null=True)
    last_words = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["webhook", "source", "event_id"], name="one_delivery_an_event"),
            models.CheckConstraint(
                name="delivery_times_are_finite", condition=finite("next_at", "give_up_at", "created_at", "last_at")
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], name="delivery_waiting", condition=Q(status="waiting")),
            models.Index(fields=["webhook", "-id"], name="delivery_of_webhook"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.event_id} to webhook {self.webhook_id}"

    @property
    def answer(self) -> str:
        """What came of the last attempt, in the language of whoever looks."""
        return answer_label(self.last_status, self.last_words)


class WebhookDue(models.Model):
    """An event that nobody has compared with the webhooks yet.

    Written by a trigger in the event's own transaction: the row is seen when the event is, however late its transaction
    commits, which no "everything after the last id I saw" would hold. Without foreign key or uniqueness, so that it
    cannot make the gateway's transaction fail.
    """

    source = models.CharField(max_length=MAX_NAME)
    event_id = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.source} {self.event_id}"
