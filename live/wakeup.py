"""The Redis side of the live floor: channel names, and waking the hubs from a process that writes events."""

import logging
import os
import threading
from functools import lru_cache
from typing import Final

import redis
from django.conf import settings

logger = logging.getLogger(__name__)
TIMEOUT_S: Final = 1.0


def events_channel() -> str:
    """Where hubs are told that the outbox has something new."""
    return f"{settings.PANTAU_REDIS_PREFIX}:events"


def positions_channel() -> str:
    """Where gateways send their committed batches, packed."""
    return f"{settings.PANTAU_REDIS_PREFIX}:positions"


def wake_hubs() -> None:
    """Tell every hub to read the outbox, soon and without waiting for Redis.

    Calls that come while one is being sent are one. A wake-up that is lost costs a second: every hub also looks by
    itself.
    """
    _waker(os.getpid()).wake()


def forget_waker() -> None:
    """Begin anew with the settings of now: the next wake-up has a thread and a connection of its own."""
    _waker.cache_clear()


class _Waker:
    """A thread that publishes wake-ups, so that a Redis that hangs stops nobody who writes."""

    def __init__(self) -> None:
        self._wanted = threading.Event()
        threading.Thread(target=self._run, daemon=True, name="hub-wakeup").start()

    def wake(self) -> None:
        self._wanted.set()

    def _run(self) -> None:
        client = redis.Redis.from_url(
            settings.PANTAU_REDIS_URL, socket_timeout=TIMEOUT_S, socket_connect_timeout=TIMEOUT_S
        )
        while True:
            self._wanted.wait()
            self._wanted.clear()
            try:
                client.publish(events_channel(), b"")
            except (redis.RedisError, OSError) as error:
                logger.warning("hubs were not woken, they will look by themselves: %s", error)


@lru_cache(maxsize=1)
def _waker(process_id: int) -> _Waker:
    # A thread does not survive a fork: a child starts its own.
    return _Waker()
