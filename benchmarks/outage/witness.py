"""Looks all the time at where live markers stand, in the database and on the channel to the hubs."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any, Final

import psycopg
import redis.asyncio
from redis.exceptions import RedisError

from benchmarks.outage.centre import Centre
from live.frames import WIRE_POSITION
from live.positions import unpack_batch

EVERY_S: Final = 0.05
_STATES: Final = """
SELECT device_id, (extract(epoch FROM fix_time) * 1000000)::bigint FROM fleet_devicestate WHERE fix_time IS NOT NULL
"""


class Witness:
    """``moved_back``: what was seen of markers that went to an earlier fix; ``looks`` and ``told``: how much it saw."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._stored: dict[int, int] = {}
        self._shown: dict[int, int] = {}
        self.moved_back: list[str] = []
        self.looks = 0
        self.told = 0

    @contextlib.asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """Look until it is left; what is away is looked at again when it is back."""
        tasks = [asyncio.create_task(self._states()), asyncio.create_task(self._channel())]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _states(self) -> None:
        while True:
            with contextlib.suppress(psycopg.Error, OSError):
                async with await psycopg.AsyncConnection[Any].connect(self._centre.database, autocommit=True) as link:
                    while True:
                        for device, us in await (await link.execute(_STATES)).fetchall():
                            self._compare("state of device", self._stored, device, us)
                        self.looks += 1
                        await asyncio.sleep(EVERY_S)
            await asyncio.sleep(EVERY_S)

    async def _channel(self) -> None:
        channel = f"{self._centre.environment['PANTAU_REDIS_PREFIX']}:positions"
        while True:
            with contextlib.suppress(RedisError, OSError):
                address = self._centre.environment["PANTAU_REDIS_URL"]
                async with (
                    redis.asyncio.Redis.from_url(address) as client,
                    client.pubsub(ignore_subscribe_messages=True) as heard,
                ):
                    await heard.subscribe(channel)
                    async for message in heard.listen():
                        self._batch(message["data"])
            await asyncio.sleep(EVERY_S)

    def _batch(self, data: bytes) -> None:
        batch = unpack_batch(data).rows
        assert batch.dtype == WIRE_POSITION
        for vehicle, second in zip(batch["vehicle"].tolist(), batch["fix_time"].tolist(), strict=True):
            self._compare("marker of vehicle", self._shown, vehicle, second)
        self.told += len(batch)

    def _compare(self, what: str, known: dict[int, int], key: int, at: int) -> None:
        if at < known.get(key, at):
            self.moved_back.append(f"{what} {key}: from {known[key]} to {at}")
        known[key] = at
