"""Numbering and reading the outbox.

Identity values follow the order of the inserts. A transaction that inserted early and commits late would be skipped by
a reader that remembers "the last id I saw". So numbers are given here, at reading time, only to rows that are
committed, by one process at a time: whoever sees number N sees every number below it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from live.models import EventCounter, OutboxEvent

_NUMBER_PENDING = """
WITH pending AS (
    SELECT id, row_number() OVER (ORDER BY id) AS place
    FROM live_outboxevent WHERE number IS NULL
), numbered AS (
    UPDATE live_outboxevent AS event SET number = %(last)s + pending.place
    FROM pending WHERE event.id = pending.id RETURNING 1
)
UPDATE live_eventcounter SET number = number + (SELECT count(*) FROM numbered) WHERE id = 1
"""

# Numbers follow the order of the commits, created_at that of the transactions' beginnings: what goes is what lies below
# the last number that is old enough.
_PRUNE = """
DELETE FROM live_outboxevent WHERE id IN (
    SELECT id FROM live_outboxevent
    WHERE number <= greatest(
        %(beyond)s,
        (SELECT max(number) FROM live_outboxevent WHERE number IS NOT NULL AND created_at < %(oldest)s)
    )
    ORDER BY number LIMIT %(portion)s
)
"""
_PORTION = 5_000


@dataclass(frozen=True)
class NumberedEvent:
    """An event as readers get it."""

    number: int
    type: str
    at: datetime
    data: dict[str, Any]
    audiences: frozenset[str]

    @property
    def entity(self) -> str:
        """What the event is about."""
        return self.type.partition(".")[0]


def number_pending() -> None:
    """Give numbers to all committed events that have none.

    The counter's row is locked in a statement of its own: the statement after it sees everything that the previous
    holder of the lock numbered, which one combined statement, with its snapshot taken before the wait, would not.
    """
    if not OutboxEvent.objects.filter(number__isnull=True).exists():
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT number FROM live_eventcounter WHERE id = 1 FOR UPDATE")
        (last,) = cursor.fetchone()
        cursor.execute(_NUMBER_PENDING, {"last": last})


def last_number() -> int:
    """The newest number given so far; 0 when there was no event yet."""
    return EventCounter.objects.values_list("number", flat=True).get(pk=1)


def events_after(number: int, *, limit: int) -> list[NumberedEvent]:
    """At most ``limit`` events with a number above ``number``, in order. Uses the unique index on number."""
    rows = OutboxEvent.objects.filter(number__gt=number).order_by("number")[:limit]
    return [_numbered(row) for row in rows]


def can_resume(number: int) -> bool:
    """Whether every event after ``number`` is still kept."""
    newest = last_number()
    if number > newest or number < 0:
        return False
    return number == newest or OutboxEvent.objects.filter(number=number + 1).exists()


def prune(*, keep_for: timedelta, keep_rows: int) -> int:
    """Delete numbered events that are older than ``keep_for`` or beyond the newest ``keep_rows``; returns how many.

    A client that asks for older ones gets a snapshot. Rows go in portions, each in a transaction of its own; the oldest
    first, so that what is left has no hole.
    """
    oldest = datetime.now(UTC) - keep_for
    beyond = last_number() - keep_rows
    deleted = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_PRUNE, {"oldest": oldest, "beyond": beyond, "portion": _PORTION})
            count = int(cursor.rowcount)
        deleted += count
        if count < _PORTION:
            return deleted


def _numbered(row: OutboxEvent) -> NumberedEvent:
    if row.number is None:
        raise ValueError(f"event {row.pk} has no number yet")
    return NumberedEvent(row.number, row.type, row.created_at, row.data, frozenset(row.audiences))


def read_new(last: int, *, limit: int = 1000) -> Sequence[NumberedEvent]:
    """Number what is pending, then read what came after ``last``."""
    number_pending()
    return events_after(last, limit=limit)
