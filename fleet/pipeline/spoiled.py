"""Which errors come from a batch's own content, and which from a database that is away."""

import struct
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

SPOILED: Final = (
    psycopg.DataError,
    psycopg.IntegrityError,
    psycopg.InternalError,
    psycopg.ProgrammingError,
    psycopg.NotSupportedError,
    ValueError,
    TypeError,
    OverflowError,
    struct.error,
)
"""A record in the batch: the others must not suffer for it, nor the device's queue be blocked."""
