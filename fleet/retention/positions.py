"""Forgetting positions: whole days at once where nothing holds them, and row by row where something does.

A day is dropped with its partition. PostgreSQL cannot detach a partition CONCURRENTLY while its table has a default
one, so the drop needs the whole table to itself for a moment; it asks for that moment briefly, never makes the gateways
wait longer, and leaves the day to the next night when it is not given.
"""

import logging
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from django.db import OperationalError, connection, transaction

from fleet.retention.holds import Span, midnight, open_spans

logger = logging.getLogger(__name__)

AT_ONCE: Final = 10_000
LOCK_TIMEOUT_MS: Final = 700
"""The longest that a gateway's batch waits behind a drop that does not come to its turn."""

_PARTITIONS: Final = """
SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = 'fleet_position'::regclass AND c.relname ~ '^fleet_position_[0-9]{8}$' ORDER BY c.relname
"""
_HELD: Final = """
EXISTS (SELECT 1 FROM unnest(%(vehicles)s::bigint[], %(lows)s::timestamptz[], %(highs)s::timestamptz[])
                      AS hold(vehicle, low, high)
        WHERE (hold.vehicle = 0 OR hold.vehicle = p.vehicle_id)
          AND (p.fix_time >= hold.low AND p.fix_time < hold.high OR p.arrival >= hold.low AND p.arrival < hold.high))
"""
_DELETE: Final = """
DELETE FROM {table} WHERE ctid = ANY (ARRAY(
    SELECT p.ctid FROM {table} p WHERE ({old}) AND NOT {held} LIMIT %(at_once)s))
"""


def days_stored() -> list[date]:
    """The UTC days that have a partition, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(_PARTITIONS)
        return [datetime.strptime(name[-8:], "%Y%m%d").replace(tzinfo=UTC).date() for (name,) in cursor.fetchall()]


def forget_positions(before: date) -> list[date]:
    """Forget fixes of days before ``before`` that no open hold keeps. Returns the days that had to be left for later.

    Fixes in the default partition go one by one: those of days that never had a partition or lost it, and those dated
    ahead by a wrong clock, once they arrived long enough ago.
    """
    left = [day for day in days_stored() if day < before and not _forget_day(day)]
    _delete("fleet_position_other", "p.fix_time < %(before)s OR p.arrival < %(before)s", before)
    return left


def _forget_day(day: date) -> bool:
    """False when the day could not be dropped, because the table was too busy."""
    table = f"fleet_position_{day:%Y%m%d}"
    try:
        if _drop_unless_held(table, day):
            return True
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) not in {"55P03", "40P01"}:  # lock not available, deadlock
            raise
        logger.warning("positions of %s are forgotten another night, their table is in use: %s", day, error)
        return False
    _delete(table, "true", day)
    return True


def _drop_unless_held(table: str, day: date) -> bool:
    with transaction.atomic(), connection.cursor() as cursor:
        if any(span.touches(day) for span in open_spans(lock=True)):
            return False
        cursor.execute(f"SET LOCAL lock_timeout = {LOCK_TIMEOUT_MS}")
        # In the order of fleet_make_day, which takes the default partition before the table itself.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('fleet_make_day'))")
        cursor.execute(f"DROP TABLE IF EXISTS {table}")
    return True


def _delete(table: str, old: str, before: date) -> None:
    """Delete what ``old`` says and no hold keeps, in small transactions; the holds are looked at anew in each."""
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            values = {"before": midnight(before), "at_once": AT_ONCE, **_arrays(open_spans(lock=True))}
            cursor.execute(_DELETE.format(table=table, old=old, held=_HELD), values)
            if cursor.rowcount < AT_ONCE:
                return


def _arrays(spans: Sequence[Span]) -> dict[str, Any]:
    return {
        "vehicles": [span.vehicle_id or 0 for span in spans],
        "lows": [span.low for span in spans],
        "highs": [span.high for span in spans],
    }


def oldest_kept(today: date, days: int) -> date:
    """The first day that is still kept when ``days`` days before today are."""
    return today - timedelta(days=days)
