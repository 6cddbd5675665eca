"""Taking deliveries in hand, and noting what came of them."""

from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.db.models import F
from django.utils import timezone

from notify.models import DeliveryStatus, WebhookDelivery
from notify.webhooks.post import LIMIT_S, Outcome

PER_WEBHOOK: Final = 10
LEASE: Final = timedelta(seconds=3 * PER_WEBHOOK * LIMIT_S)
"""How long a worker may take over what it has claimed; if it dies, another tries after that."""
FIRST_PAUSE: Final = timedelta(seconds=30)
LONGEST_PAUSE: Final = timedelta(hours=4)

# By the index on next_at of what waits. A row that another worker has locked is skipped; one that it has just claimed
# is looked at again after the lock, and is not due any more.
_CLAIM: Final = """
WITH ranked AS (
    SELECT delivery.id, row_number() OVER (PARTITION BY webhook_id ORDER BY delivery.id) AS place
    FROM notify_webhookdelivery AS delivery JOIN notify_webhook AS hook ON hook.id = webhook_id AND hook.enabled
    WHERE status = 'waiting' AND next_at <= %(now)s AND (%(of)s::bigint IS NULL OR webhook_id = %(of)s)
), chosen AS (
    SELECT id FROM notify_webhookdelivery
    WHERE id IN (SELECT id FROM ranked WHERE place <= %(most)s) AND status = 'waiting' AND next_at <= %(now)s
    FOR UPDATE SKIP LOCKED
)
UPDATE notify_webhookdelivery AS delivery SET next_at = %(leased)s, attempts = attempts + 1
FROM chosen WHERE delivery.id = chosen.id RETURNING delivery.id
"""


def claim(of: int | None = None) -> list[WebhookDelivery]:
    """Deliveries that are due, some of each webhook, in the order of their events; nobody else tries them now.

    ``of``: those of this webhook alone.
    """
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"now": now, "of": of, "most": PER_WEBHOOK, "leased": now + LEASE})
        ids = [row[0] for row in cursor.fetchall()]
    found = WebhookDelivery.objects.filter(pk__in=ids).select_related("webhook__created_by")
    return list(found.order_by("webhook_id", "id"))


def record_outcome(delivery: WebhookDelivery, outcome: Outcome) -> None:
    """Write down what came of an attempt: delivered, tried again later, or given up."""
    now = timezone.now()
    status, next_at = DeliveryStatus.WAITING, _next_at(delivery, now)
    if outcome.delivered:
        status = DeliveryStatus.DELIVERED
    elif outcome.gone or now >= delivery.give_up_at:
        status = DeliveryStatus.GIVEN_UP
    mine = WebhookDelivery.objects.filter(
        pk=delivery.pk, attempts=delivery.attempts, status=DeliveryStatus.WAITING, next_at=delivery.next_at
    )
    mine.update(status=status, next_at=next_at, last_at=now, last_status=outcome.status, last_words=outcome.words[:300])


def release(deliveries: list[WebhookDelivery], after: timedelta = FIRST_PAUSE) -> None:
    """Give back what was claimed and not tried; it is due ``after`` now."""
    if not deliveries:
        return
    mine = WebhookDelivery.objects.filter(
        pk__in=[one.pk for one in deliveries], status=DeliveryStatus.WAITING, next_at=deliveries[0].next_at
    )
    mine.update(attempts=F("attempts") - 1, next_at=timezone.now() + after)


def pause(attempts: int) -> timedelta:
    """How long to wait after so many attempts: twice as long each time, up to four hours."""
    return min(FIRST_PAUSE * (1 << min(attempts - 1, 12)), LONGEST_PAUSE)


def _next_at(delivery: WebhookDelivery, now: datetime) -> datetime:
    """After the pause, but one last time at the very end."""
    return max(min(now + pause(delivery.attempts), delivery.give_up_at), now)
