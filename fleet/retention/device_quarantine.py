"""Forgetting frames of registered devices that are not understood, when those of one device become too many.

Whoever knows an identity and the device's own way of sending may send frames in its name, so each device has a budget
of its own: a flood in one name pushes out the frames of no other.
"""

import logging
from typing import Any, Final

from django.db import connection, transaction

from fleet.retention.quarantine import AT_ONCE, Amount

logger = logging.getLogger(__name__)

MOST_IN_A_TURN: Final = 100_000
NAMED_IN_LOG: Final = 10
# What came by another way or with a wrong password counts as a stranger's; what waits to be replayed becomes positions.
_OWN: Final = "q.reason IN ('not_understood', 'not_storable')"
_LOUD: Final = f"""
SELECT d.id, d.identity, count(*), sum(octet_length(q.raw))
FROM fleet_quarantine AS q JOIN fleet_device AS d ON d.identity = q.identity WHERE {_OWN}
GROUP BY d.id HAVING count(*) > %(frames)s OR sum(octet_length(q.raw)) > %(size)s
ORDER BY count(*) DESC
"""  # noqa: S608 - nothing but the text above
# The newest of each device stay: they say what it sends now.
_SURPLUS: Final = f"""
SELECT id FROM (
    SELECT q.id, row_number() OVER newest AS place, sum(octet_length(q.raw)) OVER newest AS bytes
    FROM fleet_quarantine AS q WHERE q.identity = ANY(%(loud)s) AND {_OWN}
    WINDOW newest AS (PARTITION BY q.identity ORDER BY q.last_arrival DESC, q.id DESC)
) AS ranked WHERE place > %(frames)s OR bytes > %(size)s ORDER BY id LIMIT %(most)s
"""  # noqa: S608 - as above
_FORGET: Final = """
WITH surplus AS (SELECT id FROM fleet_quarantine WHERE id = ANY(%s) ORDER BY id FOR UPDATE SKIP LOCKED)
DELETE FROM fleet_quarantine AS q USING surplus WHERE q.id = surplus.id
"""


def hold_device_budget(budget: Amount) -> int:
    """Forget the oldest frames that are not understood of each registered device beyond ``budget``; returns how many.

    A frame that a gateway has in hand is passed over until the next time, and so is what is more than
    ``MOST_IN_A_TURN``. The log says how much was there and how much is gone, and names the devices by their ids.
    """
    limits: dict[str, Any] = {"frames": budget.frames, "size": budget.size}
    with connection.cursor() as cursor:
        cursor.execute(_LOUD, limits)
        loud = cursor.fetchall()
        if not loud:
            return 0
        cursor.execute(_SURPLUS, {**limits, "loud": [identity for _, identity, _, _ in loud], "most": MOST_IN_A_TURN})
        surplus = [row[0] for row in cursor.fetchall()]
    gone = sum(_forget(surplus[first : first + AT_ONCE]) for first in range(0, len(surplus), AT_ONCE))
    logger.warning(
        "%d devices (ids %s) had %d frames of %d bytes that are not understood in quarantine; %d are gone",
        len(loud),
        ", ".join(str(device) for device, _, _, _ in loud[:NAMED_IN_LOG]),
        sum(frames for _, _, frames, _ in loud),
        sum(size for _, _, _, size in loud),
        gone,
    )
    return gone


def _forget(ids: list[int]) -> int:
    """One small transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_FORGET, [ids])
        return int(cursor.rowcount)
