"""Forgetting frames in quarantine: by their age, and those of senders nobody knows when they become too many.

Anyone who reaches a port may send frames. Nothing here waits for a gateway, nor a gateway for more than a small
transaction: a row that a gateway has in hand is passed over until the next time.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.db import OperationalError, connection, transaction

logger = logging.getLogger(__name__)

AT_ONCE: Final = 1000
KEEP_RESOLVED: Final = timedelta(days=30)
LOUD: Final = 100
"""A sender is loud with more than this part (1/100) of a budget; the loud give way before the others."""
LOCK_TIMEOUT_MS: Final = 700

_OLD: Final = """
WITH old AS (
    SELECT id FROM fleet_quarantine
    WHERE id > %(after)s AND (last_arrival < %(before)s OR resolved_at < %(resolved_before)s)
    ORDER BY id LIMIT %(at_once)s FOR UPDATE SKIP LOCKED
)
DELETE FROM fleet_quarantine AS q USING old WHERE q.id = old.id RETURNING q.id
"""
# Frames that name a registered device and did not come as it sends are no more its own than those of a stranger.
_UNKNOWN: Final = """(q.reason IN ('other_listener', 'wrong_password')
    OR NOT EXISTS (SELECT FROM fleet_device AS d WHERE d.identity = q.identity))"""
_FULL: Final = f"""
SELECT count(*), coalesce(sum(octet_length(q.raw)), 0) FROM fleet_quarantine AS q WHERE {_UNKNOWN}
"""  # noqa: S608 - nothing but the text above
_LOUD: Final = f"""
SELECT q.identity FROM fleet_quarantine AS q WHERE {_UNKNOWN}
GROUP BY q.identity HAVING count(*) * %(part)s > %(frames)s OR sum(octet_length(q.raw)) * %(part)s > %(size)s
"""  # noqa: S608 - as above
# The index on last_arrival gives the order; a batch begins where the one before ended.
_SURPLUS: Final = f"""
WITH oldest AS (
    SELECT q.id, q.last_arrival, octet_length(q.raw) AS bytes FROM fleet_quarantine AS q
    WHERE q.last_arrival >= %(after)s AND (%(of)s::text[] IS NULL OR q.identity = ANY(%(of)s::text[])) AND {_UNKNOWN}
    ORDER BY q.last_arrival LIMIT %(at_once)s FOR UPDATE OF q SKIP LOCKED
), counted AS (
    SELECT id, row_number() OVER turn AS place, sum(bytes) OVER turn - bytes AS bytes_before
    FROM oldest WINDOW turn AS (ORDER BY last_arrival, id)
)
DELETE FROM fleet_quarantine AS q USING counted
WHERE q.id = counted.id AND (counted.place <= %(frames)s OR counted.bytes_before < %(size)s)
RETURNING q.last_arrival, octet_length(q.raw)
"""  # noqa: S608 - as above


@dataclass(frozen=True)
class Amount:
    """So many frames, and so many bytes of them."""

    frames: int
    size: int

    def beyond(self, frames: int, size: int) -> "Amount":
        """What it is more than so much."""
        return Amount(self.frames - frames, self.size - size)

    def __bool__(self) -> bool:
        return self.frames > 0 or self.size > 0


def forget_old_frames(now: datetime, keep: timedelta) -> int:
    """Forget frames that last came longer than ``keep`` before ``now``, whoever sent them; returns how many.

    Those that are stored or set aside by now stay for a month after that at most.
    """
    values: dict[str, Any] = {"before": now - keep, "resolved_before": now - KEEP_RESOLVED, "at_once": AT_ONCE}
    gone, after = 0, 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_OLD, {**values, "after": after})
            ids = [row[0] for row in cursor.fetchall()]
        gone += len(ids)
        if len(ids) < AT_ONCE:
            return gone
        after = max(ids)


def hold_budget(budget: Amount) -> int:
    """Forget the oldest frames of unknown senders until the rest is within ``budget``; returns how many.

    Senders that fill more than their part of it come first, so that one of them does not push out those who wait to be
    claimed. Frames of a registered device never go, nor do they count, unless they came over a listener that it is not
    bound to or with a wrong password.
    """
    full = _full()
    surplus = full.beyond(budget.frames, budget.size)
    if not surplus:
        return 0
    gone = 0
    try:
        for some in _surplus(surplus, _loud(budget)):
            gone += some
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) != "55P03":  # lock not available
            raise
        logger.warning("devices are being changed, the rest of the quarantine's surplus waits: %s", error)
    logger.warning("unknown senders had %d frames of %d bytes in quarantine; %d are gone", full.frames, full.size, gone)
    return gone


def _full() -> Amount:
    """What unknown senders fill now."""
    with connection.cursor() as cursor:
        cursor.execute(_FULL)
        frames, size = cursor.fetchone()
    return Amount(int(frames), int(size))


def _loud(budget: Amount) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_LOUD, {"part": LOUD, "frames": budget.frames, "size": budget.size})
        return [identity for (identity,) in cursor.fetchall()]


def _surplus(surplus: Amount, loud: Sequence[str]) -> Iterator[int]:
    """Forget the surplus, of the loud senders first; after each transaction, how many frames went with it."""
    for of in (loud, None):
        after = datetime(1970, 1, 1, tzinfo=UTC)
        while surplus:
            values = {"after": after, "of": of, "at_once": AT_ONCE, "frames": surplus.frames, "size": surplus.size}
            rows = _forget_some(values)
            if not rows:
                break
            yield len(rows)
            after = max(row[0] for row in rows)
            surplus = surplus.beyond(len(rows), sum(row[1] for row in rows))


def _forget_some(values: dict[str, Any]) -> list[tuple[datetime, int]]:
    """One small transaction, in which no sender becomes a known one; gateways only read that table."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = {LOCK_TIMEOUT_MS}")
        cursor.execute("LOCK TABLE fleet_device IN SHARE MODE")
        cursor.execute(_SURPLUS, values)
        return list(cursor.fetchall())
