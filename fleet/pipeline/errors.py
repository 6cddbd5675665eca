"""Which errors come from a database that is away; every other one comes from what a batch holds."""

from collections.abc import Iterable
from typing import Final

import psycopg
import psycopg_pool

LATER: Final = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    psycopg_pool.PoolTimeout,
    psycopg_pool.TooManyRequests,
)
"""The database is away, stopping, full or slow: the same batch may succeed later."""

_LONGEST: Final = 200


def for_log(error: BaseException, identities: Iterable[str]) -> str:
    """An error in one line, without identities: that of a phone is all that another needs to send in its name.

    PostgreSQL quotes rows in the details of its errors; only kind, code and message are kept.
    """
    kind, text = type(error).__name__, str(error)
    if isinstance(error, psycopg.Error) and error.diag.sqlstate:
        kind, text = f"{kind} {error.diag.sqlstate}", error.diag.message_primary or ""
    for identity in sorted(set(identities), key=len, reverse=True):
        if identity:
            text = text.replace(identity, "…").replace(repr(identity)[1:-1], "…")
    return f"{kind}: {text[:_LONGEST]}"
