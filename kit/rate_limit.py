"""Rate limits that hold for all processes together and survive restarts: they live in the database.

The algorithm is the generic cell rate algorithm (GCRA, ITU-T I.371), a token bucket that stores one time per key: when
the bucket will be full again. One statement reads, decides and writes, so that of many simultaneous requests never more
than the limit are allowed.
"""

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from kit.models import RateLimit

# clock_timestamp(), not now(): a request that has waited for the row must not decide by the time before the wait.
_TAKE: Final = """
INSERT INTO kit_ratelimit AS bucket (key_hash, full_at)
VALUES (%(key)s, clock_timestamp() + %(step)s * interval '1 second')
ON CONFLICT (key_hash) DO UPDATE
SET full_at = greatest(bucket.full_at, clock_timestamp()) + %(step)s * interval '1 second'
WHERE greatest(bucket.full_at, clock_timestamp()) <= clock_timestamp() + %(room)s * interval '1 second'
RETURNING true
"""
_WAIT: Final = """
SELECT extract(epoch FROM full_at - clock_timestamp()) - %(room)s FROM kit_ratelimit WHERE key_hash = %(key)s
"""
_RELEASE: Final = """
UPDATE kit_ratelimit SET full_at = full_at - %(step)s * interval '1 second' WHERE key_hash = %(key)s
"""


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether this one may go on; if not, in how many seconds (at least 1) the next one may."""

    allowed: bool
    retry_after: int = 0


def allow(scope: str, key: str, limit: int, period: timedelta) -> Decision:
    """Count one use of ``key`` and say whether it is within ``limit`` uses per ``period``.

    ``limit`` uses may come at once; then one more becomes possible every ``period / limit``. Refused uses do not count.
    ``scope`` names the limit, such as ``"login.address"``: the same key in another scope is counted apart. Only a keyed
    digest of the key is stored, so it may be an address or a telephone number.

    Must not be called inside a transaction (raises RuntimeError): the count would be undone with it, and others with
    the same key would wait for its end.
    """
    if limit < 1:
        return Decision(allowed=False, retry_after=max(1, math.ceil(period.total_seconds())))
    values = _values(scope, key, limit, period)
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(_TAKE, values)
        if cursor.fetchone() is not None:
            return Decision(allowed=True)
        cursor.execute(_WAIT, values)
        row = cursor.fetchone()
    return Decision(allowed=False, retry_after=max(1, math.ceil(row[0])) if row is not None else 1)


def release(scope: str, key: str, limit: int, period: timedelta) -> None:
    """Take back one use that `allow` counted, such as a login that turned out to be right."""
    with connection.cursor() as cursor:
        cursor.execute(_RELEASE, _values(scope, key, limit, period))


def reset(scope: str, key: str) -> None:
    """Forget all uses of ``key``."""
    RateLimit.objects.filter(key_hash=_key_hash(scope, key)).delete()


def delete_expired() -> int:
    """Delete the rows that no longer limit anything; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kit_ratelimit WHERE full_at < clock_timestamp()")
        return int(cursor.rowcount)


def _values(scope: str, key: str, limit: int, period: timedelta) -> dict[str, str | float]:
    seconds = period.total_seconds()
    step = seconds / limit
    return {"key": _key_hash(scope, key), "step": step, "room": seconds - step}


def _key_hash(scope: str, key: str) -> str:
    return salted_hmac(f"kit.rate_limit.{scope}", key.encode("utf-8", "surrogatepass"), algorithm="sha256").hexdigest()
