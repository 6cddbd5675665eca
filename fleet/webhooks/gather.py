"""From new events to deliveries: exactly one for each event and each webhook that it matches."""

from datetime import timedelta
from typing import Final

from django.db import connection
from django.utils import timezone

TRIED_FOR: Final = timedelta(hours=24)
AT_ONCE: Final = 5_000

# One statement: an event leaves the waiting ones and gets its deliveries, or neither. What another worker has in hand
# is left to it; the unique pair of webhook and event holds whatever happens.
_GATHER: Final = """
WITH due AS (
    DELETE FROM fleet_webhookdue
    WHERE id IN (SELECT id FROM fleet_webhookdue ORDER BY id LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
    RETURNING event_id
), made AS (
    INSERT INTO fleet_webhookdelivery
        (webhook_id, event_id, key, status, attempts, next_at, give_up_at, created_at, last_words)
    SELECT hook.id, event.id, gen_random_uuid(), 'waiting', 0, %(now)s, %(give_up_at)s, %(now)s, ''
    FROM due
    JOIN fleet_vehicleevent AS event ON event.id = due.event_id
    JOIN fleet_webhook AS hook ON hook.enabled AND event.raised_at >= hook.since AND event.severity >= hook.severity
        AND (cardinality(hook.kinds) = 0 OR event.kind = ANY(hook.kinds))
        AND (hook.agency_id IS NULL OR hook.agency_id = event.agency_id)
    ORDER BY event.id, hook.id
    ON CONFLICT (webhook_id, event_id) DO NOTHING
    RETURNING 1
)
SELECT (SELECT count(*) FROM due), (SELECT count(*) FROM made)
"""


def gather() -> int:
    """Make the deliveries of all events that are committed and wait; returns how many deliveries."""
    made: int = 0
    while True:
        now = timezone.now()
        with connection.cursor() as cursor:
            cursor.execute(_GATHER, {"limit": AT_ONCE, "now": now, "give_up_at": now + TRIED_FOR})
            due, new = cursor.fetchone()
        made += new
        if due < AT_ONCE:
            return made
