"""What a webhook is sent."""

from typing import Literal

from django.conf import settings
from django.utils import translation

from fleet.api import render, schemas
from fleet.models import Webhook, WebhookDelivery


class VehicleName(schemas.Answer):
    """What the vehicle is called."""

    id: int
    name: str
    plate: str


class Message(schemas.Answer):
    """One event. ``id`` is also the Idempotency-Key: it is the same whenever the same event is sent to this webhook."""

    id: str
    type: Literal["vehicle_event", "test"]
    webhook_id: int
    vehicle: VehicleName | None
    event: schemas.Event | None


def body_of(delivery: WebhookDelivery) -> bytes:
    """The JSON of a delivery, in the language of whoever made the webhook."""
    event, maker = delivery.event, delivery.webhook.created_by
    vehicle = event.vehicle
    with translation.override(maker.language or settings.LANGUAGE_CODE):
        message = Message(
            id=str(delivery.key),
            type="vehicle_event",
            webhook_id=delivery.webhook_id,
            vehicle=VehicleName(id=vehicle.pk, name=vehicle.name, plate=vehicle.plate) if vehicle else None,
            event=render.event(event),
        )
    return message.model_dump_json().encode()


def test_body(webhook: Webhook, key: str) -> bytes:
    """The JSON of a trial, which holds no event."""
    return Message(id=key, type="test", webhook_id=webhook.pk, vehicle=None, event=None).model_dump_json().encode()
