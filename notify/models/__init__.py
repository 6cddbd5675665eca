"""Webhooks and their deliveries."""

from notify.models.webhook import Webhook
from notify.models.webhook_delivery import DeliveryStatus, WebhookDelivery, WebhookDue

__all__ = ["DeliveryStatus", "Webhook", "WebhookDelivery", "WebhookDue"]
