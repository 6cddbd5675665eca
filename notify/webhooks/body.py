"""The body of a request to a webhook."""

from django.conf import settings
from django.utils import translation

from notify import registry
from notify.message import Envelope, TestMessage
from notify.models import Webhook, WebhookDelivery


class EventDeleted(Exception):
    """The event of a delivery does not exist any more."""


def body_of(delivery: WebhookDelivery) -> bytes:
    """The JSON of a delivery, in the language of whoever made the webhook. Raises EventDeleted."""
    source = registry.source(delivery.source)
    event = source.load([delivery.event_id]).get(delivery.event_id)
    if event is None:
        raise EventDeleted
    with translation.override(delivery.webhook.created_by.language or settings.LANGUAGE_CODE):
        message = source.message(event, Envelope(id=str(delivery.key), webhook_id=delivery.webhook_id))
    return message.model_dump_json().encode()


def test_body(webhook: Webhook, key: str) -> bytes:
    """The JSON of a test, which holds no event."""
    return TestMessage(id=key, webhook_id=webhook.pk).model_dump_json().encode()
