"""The Redis side of the live floor: channel names and the writer's client."""

from functools import lru_cache

import redis
from django.conf import settings


def events_channel() -> str:
    """Where hubs are told that the outbox has something new."""
    return f"{settings.PANTAU_REDIS_PREFIX}:events"


def positions_channel() -> str:
    """Where gateways send their committed batches, packed."""
    return f"{settings.PANTAU_REDIS_PREFIX}:positions"


def publish_wakeup() -> None:
    """Tell every hub to read the outbox. Raises redis.RedisError when Redis is away."""
    _client().publish(events_channel(), b"")


@lru_cache(maxsize=1)
def _client() -> redis.Redis:
    return redis.Redis.from_url(settings.PANTAU_REDIS_URL, socket_timeout=1, socket_connect_timeout=1)
