"""A round of the worker: new events become deliveries, and what is due is sent."""

import asyncio
import logging
from datetime import timedelta
from itertools import groupby

import httpx
from asgiref.sync import sync_to_async
from django.utils import timezone

from fleet.models import DeliveryStatus, WebhookDelivery
from fleet.webhooks.claim import claim, let_go, note
from fleet.webhooks.gather import gather
from fleet.webhooks.message import body_of
from fleet.webhooks.post import LIMIT_S, Outcome, new_client, post

logger = logging.getLogger(__name__)


async def deliver_due(*, limit_s: float = LIMIT_S) -> int:
    """Send what is due; returns how many were tried or given back. One slow receiver holds up no other."""
    await sync_to_async(gather)()
    claimed = await sync_to_async(claim)()
    groups = [list(group) for _webhook, group in groupby(claimed, key=lambda one: one.webhook_id)]
    if groups:
        async with new_client() as client:
            await asyncio.gather(*(_deliver(client, group, limit_s) for group in groups))
    return len(claimed)


async def _deliver(client: httpx.AsyncClient, group: list[WebhookDelivery], limit_s: float) -> None:
    """The deliveries of one webhook, one after the other; a receiver that does not answer is asked once a round."""
    for place, delivery in enumerate(group):
        try:
            body = await sync_to_async(body_of)(delivery)
        except Exception:
            # One event that cannot be told must not hold up those behind it.
            logger.exception("delivery %d of webhook %d cannot be put into words", delivery.pk, delivery.webhook_id)
            await sync_to_async(note)(delivery, Outcome(None, "the message could not be made"))
            continue
        hook = delivery.webhook
        outcome = await post(client, hook.url, hook.secret, str(delivery.key), body, limit_s=limit_s)
        await sync_to_async(note)(delivery, outcome)
        if outcome.status is None:
            await sync_to_async(let_go)(group[place + 1 :])
            return


def forget(age: timedelta) -> int:
    """Delete what was delivered or given up longer than ``age`` ago; returns how many."""
    over = WebhookDelivery.objects.exclude(status=DeliveryStatus.WAITING).filter(last_at__lt=timezone.now() - age)
    return over.delete()[0]
