"""Database work of the hub."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from channels.db import database_sync_to_async

P = ParamSpec("P")
R = TypeVar("R")


async def in_database(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run ``function`` in a thread with a database connection of its own, given back afterwards."""
    result: R = await database_sync_to_async(function, thread_sensitive=False)(*args, **kwargs)
    return result
