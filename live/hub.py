"""The live hub: one a web process, between Redis and the database on one side and every client on the other."""

import asyncio
import contextlib
import json
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import Final, ParamSpec, TypeVar

import numpy as np
import redis.asyncio
from channels.db import database_sync_to_async
from django.conf import settings
from django.db import DatabaseError

from live import outbox, snapshot
from live.cells import CellBoard
from live.latest import LatestPositions
from live.outbox import NumberedEvent
from live.positions import unpack_batch
from live.registry import position_loaders
from live.viewer import Viewer
from live.wakeup import events_channel, positions_channel

logger = logging.getLogger(__name__)

TICK_S: Final = 0.5
HEARTBEAT_S: Final = 5.0
LOOK_S: Final = 1.0
"""How often the hub looks into the outbox and the positions by itself, in case a wake-up was lost."""
RIGHTS_S: Final = 10.0
_OVERLAP_S: Final = 15.0
"""Positions are read again from this long before the last look: a batch may commit later than its arrival says."""
_RESUME_LIMIT: Final = 5_000

P = ParamSpec("P")
R = TypeVar("R")
AudiencesOf = Callable[[Iterable[int]], dict[int, str | None]]


class Hub:
    """Keeps the latest position of every vehicle, follows the outbox, and feeds the viewers.

    ``audiences_of(user_ids)`` answers each user's audience today, or None for one who may not watch any more. All
    methods are called in the event loop that ``run`` runs in.
    """

    def __init__(self, audiences_of: AudiencesOf) -> None:
        self.epoch = secrets.randbits(32)
        self.latest = LatestPositions()
        self.viewers: set[Viewer] = set()
        self.number = 0
        self.board = CellBoard(self.latest, self.epoch)
        self._audiences_of = audiences_of
        self._look_now = asyncio.Event()
        self._started = asyncio.Event()
        self._positions_seen: float | None = None

    async def run(self) -> None:
        """Work until cancelled. No outage of Redis or of the database ends it."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_forever(self._follow_redis))
            tasks.create_task(_forever(self._follow_database))
            tasks.create_task(_forever(self._check_rights))
            tasks.create_task(_forever(self._tick))
            tasks.create_task(_forever(self._beat))

    async def join(self, viewer: Viewer, resume: int | None) -> None:
        """Bring a new viewer up to date: what it missed since ``resume`` if that is kept, else a fresh snapshot.

        When the database is away the viewer is told to come again (1013).
        """
        self.viewers.add(viewer)
        await self._started.wait()
        try:
            await self._catch_up(viewer, resume)
        except DatabaseError as error:
            logger.warning("a viewer could not be brought up to date: %s", error)
            viewer.close(1013)

    async def _catch_up(self, viewer: Viewer, resume: int | None) -> None:
        missed = None if resume is None else await _in_database(_missed_since, resume)
        if missed is not None:
            viewer.last_number = resume or 0
            for event in missed:
                if viewer.sees(event.audiences):
                    viewer.say_raw(event_text(event))
            number = missed[-1].number if missed else resume or 0
            viewer.say({"op": "resumed", "number": number})
        else:
            state = await _in_database(snapshot.take, viewer.audience)
            number = state.number
            viewer.say({"op": "snapshot", "number": number, "state": state.state})
        viewer.release(number)

    async def audiences(self, user_ids: Iterable[int]) -> dict[int, str | None]:
        """The audience of each user today; None for one who may not watch."""
        return await _in_database(self._audiences_of, user_ids)

    def leave(self, viewer: Viewer) -> None:
        """Forget a viewer whose connection has ended."""
        self.viewers.discard(viewer)
        self.board.look(viewer, frozenset())

    async def _follow_redis(self) -> None:
        client = redis.asyncio.Redis.from_url(settings.PANTAU_REDIS_URL, socket_connect_timeout=2)
        try:
            async with client.pubsub() as subscription:
                await subscription.subscribe(events_channel(), positions_channel())
                self._look_now.set()
                async for message in subscription.listen():
                    self._take_message(message)
        finally:
            await client.aclose()

    def _take_message(self, message: dict[str, object]) -> None:
        if message["type"] != "message":
            return
        if message["channel"] == events_channel().encode():
            self._look_now.set()
        elif isinstance(payload := message["data"], bytes):
            try:
                self.latest.merge(unpack_batch(payload))
            except ValueError:
                logger.warning("a position batch of %d bytes was refused", len(payload))

    async def _follow_database(self) -> None:
        if not self._started.is_set():
            self.number = await _in_database(_number_and_last)
        await self._read_positions()
        self._started.set()
        looked = time.monotonic()
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._look_now.wait(), LOOK_S)
            self._look_now.clear()
            changed = set()
            for event in await _in_database(outbox.read_new, self.number):
                self._deliver(event)
                changed.add(event.type.partition(".")[0])
            if changed & position_loaders().keys():
                self._positions_seen = None
            if self._positions_seen is None or time.monotonic() - looked >= LOOK_S:
                await self._read_positions()
                looked = time.monotonic()

    async def _read_positions(self) -> None:
        asked = time.time()
        since = None if self._positions_seen is None else self._positions_seen - _OVERLAP_S
        loaded = [await _in_database(loader, since) for loader in position_loaders().values()]
        for batch in loaded:
            self.latest.merge(batch)
        if since is None and loaded:
            self.latest.keep_only(np.concatenate(loaded)["vehicle"])
        self._positions_seen = asked

    def _deliver(self, event: NumberedEvent) -> None:
        self.number = max(self.number, event.number)
        text = event_text(event)
        for viewer in self.viewers:
            if viewer.sees(event.audiences):
                viewer.offer_event(event.number, text)

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            self.board.tick()

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_S)
            beat = {
                "op": "heartbeat",
                "server_time": time.time(),
                "number": self.number,
            }
            for viewer in self.viewers:
                viewer.say({**beat, "newest_arrival": self.latest.newest_arrival_of(viewer.agency)})

    async def _check_rights(self) -> None:
        while True:
            await asyncio.sleep(RIGHTS_S)
            if not self.viewers:
                continue
            audiences = await self.audiences({viewer.user_id for viewer in self.viewers})
            for viewer in self.viewers:
                if audiences.get(viewer.user_id) != viewer.audience:
                    viewer.close(4409)


def event_text(event: NumberedEvent) -> str:
    """The message that carries an event, encoded once for all viewers."""
    return json.dumps(
        {
            "op": "event",
            "number": event.number,
            "type": event.type,
            "at": event.at.isoformat(),
            "data": event.data,
        },
        separators=(",", ":"),
        ensure_ascii=False,
    )


def _number_and_last() -> int:
    outbox.number_pending()
    return outbox.last_number()


def _missed_since(number: int) -> list[NumberedEvent] | None:
    """The events after ``number``, or None when some of them are gone or too many."""
    if not outbox.can_resume(number):
        return None
    missed = outbox.events_after(number, limit=_RESUME_LIMIT + 1)
    return missed if len(missed) <= _RESUME_LIMIT else None


async def _in_database(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run ``function`` in a thread with a database connection of its own, given back afterwards."""
    result: R = await database_sync_to_async(function, thread_sensitive=False)(*args, **kwargs)
    return result


async def _forever(work: Callable[[], Awaitable[None]]) -> None:
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
