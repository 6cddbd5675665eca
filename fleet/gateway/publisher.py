"""Telling the hubs where the vehicles are now. May be lost at any time; the hubs then read the database."""

import asyncio
import logging
import secrets

import numpy as np
import redis.asyncio
from redis.exceptions import RedisError

from live.frames import WIRE_POSITION
from live.positions import PositionBatch, publish_batch
from live.wakeup import events_channel

logger = logging.getLogger(__name__)
QUEUE = 200
PRESENT_EVERY_S = 1.0
"""A gateway that has nothing to send says that it is there, so that hubs know that they miss nothing of it."""


class Publisher:
    """A bounded queue between the writers, which never wait for it, and Redis."""

    def __init__(self, redis_url: str) -> None:
        self._client = redis.asyncio.Redis.from_url(redis_url, socket_timeout=2, socket_connect_timeout=2)
        self._queue: asyncio.Queue[PositionBatch | None] = asyncio.Queue(QUEUE)
        self._publisher = secrets.randbits(32)
        self._sequence = 0
        self._away = False
        self._news = False

    def publish(self, moved: np.ndarray, *, news: bool = False) -> None:
        """Send these positions (``live.frames.WIRE_POSITION``) soon; the oldest batch is dropped where too many wait.

        ``news``: wake the hubs, too, since the outbox has something for them.
        """
        self._news |= news
        if not len(moved) and not news:
            return
        if self._queue.full():
            self._queue.get_nowait()
        self._queue.put_nowait(self._numbered(moved) if len(moved) else None)

    async def run(self) -> None:
        """Send batch after batch, for ever."""
        while True:
            batch = await self._next()
            try:
                if batch is not None:
                    await publish_batch(self._client, batch)
                if self._news:
                    self._news = False
                    await self._client.publish(events_channel(), b"")
            except (RedisError, OSError) as error:
                self._report(away=True, why=str(error))
            except Exception:
                logger.exception("a batch could not be told to the hubs")
            else:
                self._report(away=False)

    async def _next(self) -> PositionBatch | None:
        try:
            async with asyncio.timeout(PRESENT_EVERY_S):
                return await self._queue.get()
        except TimeoutError:
            return self._numbered(np.empty(0, WIRE_POSITION))

    def _numbered(self, rows: np.ndarray) -> PositionBatch:
        """A batch that is dropped, or not sent, keeps its number: hubs see that it is missing."""
        self._sequence += 1
        return PositionBatch(self._publisher, self._sequence, rows)

    async def close(self) -> None:
        """Close the connection to Redis."""
        await self._client.aclose()

    def _report(self, *, away: bool, why: str = "") -> None:
        if away != self._away:
            self._away = away
            logger.warning("Redis is away, hubs read the database: %s" if away else "Redis is back%s", why)
