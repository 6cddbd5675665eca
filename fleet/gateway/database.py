"""The gateway's own connections, apart from Django's."""

from typing import Any

import psycopg
from psycopg_pool import AsyncConnectionPool

from fleet.gateway.options import GatewayOptions
from fleet.pipeline import columns

Pool = AsyncConnectionPool[psycopg.AsyncConnection[Any]]
WAIT_S = 3.0


async def _configure(connection: psycopg.AsyncConnection[Any]) -> None:
    columns.register(connection)


def make_pool(options: GatewayOptions) -> Pool:
    """A closed pool: one connection a writer, one for making partitions and one for the health check.

    It connects again by itself, for ever; whoever asks meanwhile gets PoolTimeout after ``WAIT_S`` seconds.
    """
    size = options.writers + 2
    return AsyncConnectionPool(
        options.database,
        connection_class=psycopg.AsyncConnection[Any],
        min_size=size,
        max_size=size,
        open=False,
        configure=_configure,
        timeout=WAIT_S,
        reconnect_timeout=5.0,
        max_waiting=0,
        name="gateway",
        kwargs={
            "application_name": "pantau-gateway",
            "connect_timeout": 5,
            "options": f"-c timezone=UTC -c statement_timeout={options.statement_timeout_ms}"
            f" -c lock_timeout={options.statement_timeout_ms} -c idle_in_transaction_session_timeout=30000",
            "keepalives_idle": 20,
            "keepalives_interval": 5,
            "keepalives_count": 3,
        },
    )
