"""A round of the worker: make deliveries of new events, and send those that are due."""

import asyncio
import logging
import time
from datetime import timedelta
from itertools import groupby
from typing import Final

import httpx
from asgiref.sync import sync_to_async
from django.db.models import Q
from django.utils import timezone

from notify.models import DeliveryStatus, WebhookDelivery
from notify.webhooks.body import EventDeleted, body_of
from notify.webhooks.claim import claim, record_outcome, release
from notify.webhooks.failure import Failure
from notify.webhooks.gather import gather
from notify.webhooks.post import LIMIT_S, Outcome, new_client, post

logger = logging.getLogger(__name__)

ROUND_S: Final = 8.0
"""The next round is begun after ten seconds; what is due until then must not wait for it."""


async def deliver_due(*, limit_s: float = LIMIT_S) -> int:
    """Send what is due; returns how many were tried or given back. One slow or broken receiver holds up no other."""
    end = time.monotonic() + ROUND_S
    await sync_to_async(gather)()
    claimed = await sync_to_async(claim)()
    groups = [list(group) for _webhook, group in groupby(claimed, key=lambda one: one.webhook_id)]
    if not groups:
        return 0
    async with new_client() as client:
        return sum(await asyncio.gather(*(_serve(client, group, end, limit_s) for group in groups)))


async def _serve(client: httpx.AsyncClient, group: list[WebhookDelivery], end: float, limit_s: float) -> int:
    """One webhook's deliveries, batch after batch while all of them arrive and there is time; returns how many."""
    tried, webhook_id = 0, group[0].webhook_id
    while group:
        tried += len(group)
        try:
            arrived = await _deliver(client, group, end, limit_s)
        except Exception:
            # What was claimed is tried again when its lease is over.
            logger.exception("the deliveries of webhook %d could not be sent", webhook_id)
            return tried
        if not arrived or time.monotonic() >= end:
            return tried
        group = await sync_to_async(claim)(webhook_id)
    return tried


async def _deliver(client: httpx.AsyncClient, group: list[WebhookDelivery], end: float, limit_s: float) -> bool:
    """Some deliveries of one webhook, one after the other; False when one of them did not arrive.

    A receiver that does not answer is asked once a round; one that takes its time keeps no worker busy beyond ``end``.
    """
    arrived = True
    for place, delivery in enumerate(group):
        if place and time.monotonic() >= end:
            await sync_to_async(release)(group[place:], timedelta())
            return False
        outcome = await _attempt(client, delivery, limit_s)
        if outcome is None:
            continue
        arrived = arrived and outcome.delivered
        await sync_to_async(record_outcome)(delivery, outcome)
        if outcome.silent:
            await sync_to_async(release)(group[place + 1 :])
            return False
    return arrived


async def _attempt(client: httpx.AsyncClient, delivery: WebhookDelivery, limit_s: float) -> Outcome | None:
    """None where the event was deleted. One that cannot be rendered must not hold up those behind it."""
    hook = delivery.webhook
    try:
        body, secret = await sync_to_async(body_of)(delivery), hook.secret
    except EventDeleted:
        await sync_to_async(delivery.delete)()
        return None
    except Exception:
        logger.exception("delivery %d of webhook %d cannot be rendered", delivery.pk, hook.pk)
        return Outcome(None, Failure.NO_MESSAGE.value)
    return await post(client, hook.url, secret, str(delivery.key), body, limit_s=limit_s)


def forget(age: timedelta) -> int:
    """Delete what was delivered or given up longer than ``age`` ago; returns how many.

    So long after its last day also what waits: its webhook was switched off, or was never done with what came before.
    """
    since = timezone.now() - age
    over = ~Q(status=DeliveryStatus.WAITING) & Q(last_at__lt=since)
    return WebhookDelivery.objects.filter(over | Q(status=DeliveryStatus.WAITING, give_up_at__lt=since)).delete()[0]
