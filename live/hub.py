"""The live hub: one a web process, between Redis and the database on one side and every client on the other."""

import asyncio
import contextlib
import json
import logging
import secrets
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from typing import Final

import redis.asyncio
from django.conf import settings
from django.db import DatabaseError

from live import outbox, snapshot
from live.cells import CellBoard
from live.health import Health
from live.in_database import in_database
from live.latest import LatestPositions
from live.messages import POSITIONS
from live.outbox import NumberedEvent
from live.position_feed import PositionFeed
from live.rate import TokenBucket
from live.registry import entities, position_loaders
from live.supervision import forever
from live.viewer import Credential, Viewer
from live.wakeup import events_channel, positions_channel

logger = logging.getLogger(__name__)

TICK_S: Final = 0.5
HEARTBEAT_S: Final = 5.0
LOOK_S: Final = 1.0
"""How often the hub looks into the outbox by itself, in case a wake-up was lost."""
RIGHTS_S: Final = 5.0
START_S: Final = 10.0
"""A client that has not started by then is closed."""
WISH_S: Final = 0.25
"""The wishes of a client are acted on at most this often."""
SAYS_PER_S, SAYS_AT_ONCE = 40.0, 400
"""Messages of all sockets of one account together."""
_RESUME_LIMIT: Final = 5_000

RIGHTS_CHANGED: Final = 4409
NOT_STARTED: Final = 4400
TOO_MANY: Final = 4429
FULL: Final = 1013

AccessOf = Callable[[Collection[Credential]], dict[Credential, str | None]]


class Hub:
    """Keeps the latest position of every vehicle, follows the outbox, and feeds the viewers.

    ``access_of(credentials)`` answers the audience that each client has today, or None for one that may not watch any
    more, whose session has ended or whose password was changed. ``build_of`` names the front end's build. All methods
    are called in the event loop that ``run`` runs in.
    """

    def __init__(self, access_of: AccessOf, build_of: Callable[[], str] = str) -> None:
        self.epoch = secrets.randbits(32)
        self.latest = LatestPositions()
        self.feed = PositionFeed(self.latest)
        self.viewers: set[Viewer] = set()
        self.number = 0
        self.board = CellBoard(self.latest, self.epoch)
        self.health = Health()
        self.build_of = build_of
        self._access_of = access_of
        self._allowances: dict[int, TokenBucket] = {}
        self._look_now = asyncio.Event()
        self._started = asyncio.Event()

    async def run(self) -> None:
        """Work until cancelled. No outage of Redis or of the database ends it; anything else does."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(forever(self._follow_redis))
            tasks.create_task(forever(self._follow_outbox))
            tasks.create_task(forever(self.feed.follow_database))
            tasks.create_task(forever(self._check_viewers))
            tasks.create_task(forever(self._tick))
            tasks.create_task(forever(self._beat))

    async def access(self, credential: Credential) -> str | None:
        """The audience of one client today; None for one that may not watch."""
        return (await in_database(self._access_of, [credential])).get(credential)

    def admit(self, viewer: Viewer) -> int | None:
        """Take a connected client under supervision; returns the close code when there are too many."""
        if len(self.viewers) >= settings.PANTAU_LIVE_SOCKETS:
            return FULL
        if Counter(one.user_id for one in self.viewers)[viewer.user_id] >= settings.PANTAU_LIVE_SOCKETS_PER_ACCOUNT:
            return TOO_MANY
        self.viewers.add(viewer)
        self._allowances.setdefault(viewer.user_id, TokenBucket(SAYS_PER_S, SAYS_AT_ONCE))
        return None

    def may_say(self, viewer: Viewer) -> bool:
        """Whether the viewer's account may send one more message now."""
        return self._allowances[viewer.user_id].take()

    def leave(self, viewer: Viewer) -> None:
        """Forget a viewer whose connection has ended."""
        self.viewers.discard(viewer)
        self.board.look(viewer, frozenset())
        if all(one.user_id != viewer.user_id for one in self.viewers):
            self._allowances.pop(viewer.user_id, None)

    async def join(self, viewer: Viewer, resume: int | None, *, state: bool = True) -> None:
        """Bring a viewer that has started up to date: what it missed since ``resume``, else a fresh snapshot.

        Without ``state`` the snapshot holds the number alone. When the database is away the viewer is told to come
        again (1013).
        """
        await self._started.wait()
        await self.feed.ready.wait()
        try:
            await self._catch_up(viewer, resume, state=state)
        except DatabaseError as error:
            logger.warning("a viewer could not be brought up to date: %s", error)
            viewer.close(FULL)

    def wish(self, viewer: Viewer) -> None:
        """Act on the viewer's wishes, now or, if it wishes too often, with one of the next ticks."""
        now = time.monotonic()
        if viewer.has_wishes and now - viewer.wishes_acted_at >= WISH_S and viewer in self.viewers:
            viewer.wishes_acted_at = now
            self.board.grant(viewer)

    def deliver(self, event: NumberedEvent) -> None:
        """Hand an event to the viewers that may see it and asked for its entity."""
        self.number = max(self.number, event.number)
        text = event_text(event)
        for viewer in self.viewers:
            if viewer.wants(event.entity) and viewer.sees(event.audiences):
                viewer.offer_event(event.number, text)

    def tick(self) -> None:
        """Send what changed, and act on the wishes that had to wait."""
        self.board.tick()
        for viewer in self.viewers:
            self.wish(viewer)
        self.health.done("ticks")

    async def _catch_up(self, viewer: Viewer, resume: int | None, *, state: bool) -> None:
        missed = None if resume is None else await in_database(_missed_since, resume)
        if missed is not None:
            viewer.last_number = resume or 0
            for event in missed:
                if viewer.wants(event.entity) and viewer.sees(event.audiences):
                    viewer.say_raw(event_text(event))
            number = missed[-1].number if missed else resume or 0
            viewer.say({"op": "resumed", "number": number})
        else:
            topics = (viewer.topics or frozenset()) if state else frozenset()
            taken = await in_database(snapshot.take, viewer.audience, topics)
            number = taken.number
            viewer.say({"op": "snapshot", "number": number, "state": taken.state})
        viewer.release(number)

    async def _follow_redis(self) -> None:
        client = redis.asyncio.Redis.from_url(settings.PANTAU_REDIS_URL, socket_connect_timeout=2)
        try:
            async with client.pubsub() as subscription:
                await subscription.subscribe(events_channel(), positions_channel())
                self._look_now.set()
                self.feed.miss()
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
            self.feed.take(payload)

    async def _follow_outbox(self) -> None:
        if not self._started.is_set():
            self.number = await in_database(_number_and_last)
            self._started.set()
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._look_now.wait(), LOOK_S)
            self._look_now.clear()
            with_positions = position_loaders().keys()
            for event in await in_database(outbox.read_new, self.number):
                self.deliver(event)
                if event.entity in with_positions:
                    self.feed.correct([event.data["id"]])
            self.health.done("outbox")

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            self.tick()

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_S)
            started = [viewer for viewer in self.viewers if viewer.started]
            newest = {agency: self.latest.newest_arrival_of(agency) for agency in {one.agency for one in started}}
            beat = {"op": "heartbeat", "server_time": time.time(), "number": self.number}
            for viewer in started:
                arrival = newest[viewer.agency] if viewer.wants(POSITIONS) else None
                viewer.say({**beat, "newest_arrival": arrival})

    async def _check_viewers(self) -> None:
        """Every open connection, started or not: has it still the rights that it came with?"""
        while True:
            await asyncio.sleep(RIGHTS_S)
            now = time.monotonic()
            for viewer in self.viewers:
                if not viewer.started and now - viewer.connected_at > START_S:
                    viewer.close(NOT_STARTED)
            if self.viewers:
                allowed = await in_database(self._access_of, {viewer.credential for viewer in self.viewers})
                for viewer in self.viewers:
                    # One that came while the database was asked was checked when it came.
                    if viewer.credential in allowed and allowed[viewer.credential] != viewer.audience:
                        viewer.close(RIGHTS_CHANGED)
            self.health.done("rights")


def topics() -> frozenset[str]:
    """Every topic that a client may ask for."""
    return frozenset(entities()) | {POSITIONS}


def wanted(names: Iterable[str]) -> frozenset[str]:
    """The topics that a client means by ``names``; unknown ones are passed over."""
    former = {entity.former_name: entity.name for entity in entities().values()}
    return topics() & {former.get(name, name) for name in names}


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
