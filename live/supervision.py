"""Keeping work going over outages, and ending the process when it fails in any other way."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

import redis
from django.db import DatabaseError

logger = logging.getLogger(__name__)


async def forever(work: Callable[[], Awaitable[None]]) -> None:
    """Start ``work`` again whenever an outage ends it, waiting longer each time, up to five seconds."""
    pause = 0.2
    while True:
        began = time.monotonic()
        try:
            await work()
        except (DatabaseError, redis.RedisError, OSError) as error:
            logger.warning("the hub lost a connection and tries again: %s", error)
        pause = 0.2 if time.monotonic() - began > 10 else min(pause * 2, 5.0)
        await asyncio.sleep(pause)


def supervise(task: asyncio.Task[None], when_ended: Callable[[], None]) -> None:
    """Log the traceback and call ``when_ended`` if ``task`` ends in any way but by being cancelled."""

    def ended(done: asyncio.Task[None]) -> None:
        if done.cancelled():
            return
        logger.critical("the live hub has ended; so does this process", exc_info=done.exception())
        when_ended()

    task.add_done_callback(ended)
