"""From new events to deliveries: exactly one for each event and each webhook that it matches."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from notify.registry import EventSource, sources

TRIED_FOR: Final = timedelta(hours=24)
AT_ONCE: Final = 5_000

# One statement: an event leaves the waiting ones and gets its deliveries, or neither. What another worker has in hand
# is left to it; the unique webhook and event holds whatever happens. `rows` is the source's SELECT, which PostgreSQL
# merges into the join, so that events are found by their primary key.
_GATHER: Final = """
WITH due AS (
    DELETE FROM notify_webhookdue
    WHERE id IN (
        SELECT id FROM notify_webhookdue WHERE source = %(source)s ORDER BY id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
    )
    RETURNING event_id
), made AS (
    INSERT INTO notify_webhookdelivery
        (webhook_id, source, event_id, key, status, attempts, next_at, give_up_at, created_at, last_words)
    SELECT hook.id, %(source)s, event.id, gen_random_uuid(), 'waiting', 0, %(now)s, %(give_up_at)s, %(now)s, ''
    FROM due
    JOIN ({rows}) AS event ON event.id = due.event_id
    JOIN notify_webhook AS hook ON hook.enabled AND event.raised_at >= hook.since AND event.severity >= hook.severity
        AND (cardinality(hook.kinds) = 0 OR event.kind = ANY(hook.kinds))
        AND (hook.agency_id IS NULL OR hook.agency_id = event.agency_id)
    ORDER BY event.id, hook.id
    ON CONFLICT (webhook_id, source, event_id) DO NOTHING
    RETURNING 1
)
SELECT (SELECT count(*) FROM due), (SELECT count(*) FROM made)
"""


def gather() -> int:
    """Make the deliveries of all events that are committed and wait; returns how many deliveries."""
    return sum(_gather_from(source) for source in sources())


def _gather_from(source: EventSource[Any]) -> int:
    made: int = 0
    statement = _GATHER.format(rows=source.rows)
    while True:
        now = timezone.now()
        values: dict[str, str | int | datetime] = {
            "source": source.name,
            "limit": AT_ONCE,
            "now": now,
            "give_up_at": now + TRIED_FOR,
        }
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            due, new = cursor.fetchone()
        made += new
        if due < AT_ONCE:
            return made
