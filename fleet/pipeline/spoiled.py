"""Which errors come from a database that is away; every other one comes from what a batch holds."""

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
