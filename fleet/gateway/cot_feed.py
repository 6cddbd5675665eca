"""The fleet's positions for TAK clients: the latest of each vehicle, from whichever gateway it came."""

import asyncio
import contextlib
import logging
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final, Protocol

import numpy as np
import psycopg
import redis.asyncio
from redis.exceptions import RedisError

from fleet.protocols.cot import Unit, encode
from fleet.vehicles.latest_positions import LATEST, as_wire
from live.frames import UNKNOWN, WITHDRAWN
from live.positions import UnknownFormat, unpack_batch
from live.wakeup import positions_channel

logger = logging.getLogger(__name__)
TICK_S: Final = 0.5
READ_AGAIN_S: Final = 30.0
FIRST_PAUSE_S: Final = 0.5
LONGEST_PAUSE_S: Final = 15.0
_LATEST: Final = LATEST + " ORDER BY v.id, f.fix_time DESC NULLS LAST, f.arrival DESC"
_VEHICLES: Final = "SELECT id, name, plate, kind FROM fleet_vehicle WHERE active"


class Listener(Protocol):
    """A connection that wants to hear where the fleet is."""

    def push(self, events: bytes) -> None:
        """Send events, or drop the connection when it does not read."""


class CotFeed:
    """Hears committed batches through Redis, and tells its listeners at most once in ``interval_s`` of each vehicle.

    Redis may be lost; what was missed is then read from the database, which also says what the vehicles are called.
    """

    def __init__(self, database: str, redis_url: str, interval_s: float) -> None:
        self._database = database
        self._redis_url = redis_url
        self._interval_s = interval_s
        self._vehicles: dict[int, tuple[str, str]] = {}
        self._latest: dict[int, np.void] = {}
        self._changed: set[int] = set()
        self._nameless: set[int] = set()
        self._wanted = asyncio.Event()
        self._told_at: dict[int, float] = {}
        self._listeners: set[Listener] = set()

    @property
    def listeners(self) -> int:
        """How many hear it."""
        return len(self._listeners)

    def attach(self, listener: Listener) -> None:
        """Tell a listener where every vehicle is, and from now on where it goes."""
        self._listeners.add(listener)
        listener.push(self._events(self._latest))

    def detach(self, listener: Listener) -> None:
        """Tell it nothing more."""
        self._listeners.discard(listener)

    async def run(self) -> None:
        """Keep up with the fleet, for ever; only being cancelled ends it."""
        while True:
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(self._hear())
                    group.create_task(self._read_again())
                    group.create_task(self._tell())
            except* Exception:
                logger.exception("telling TAK clients of the fleet failed and begins anew")
            await asyncio.sleep(LONGEST_PAUSE_S)

    def take(self, batch: np.ndarray) -> None:
        """Keep what supersedes what is known: by version, then by fix."""
        for row in batch:
            vehicle = int(row["vehicle"])
            known = self._latest.get(vehicle)
            if known is not None and (row["version"], row["fix_time"]) <= (known["version"], known["fix_time"]):
                continue
            if row["state"] & WITHDRAWN:
                self._latest.pop(vehicle, None)
                self._changed.discard(vehicle)
            else:
                self._latest[vehicle] = row
                self._changed.add(vehicle)
                if vehicle not in self._vehicles and vehicle not in self._nameless:
                    self._wanted.set()

    def tell(self, now: float) -> None:
        """Push what has changed of the vehicles whose turn it is; ``now`` in seconds of a clock of the caller's."""
        named = self._changed & self._vehicles.keys()
        due = [one for one in named if now - self._told_at.get(one, -1e9) >= self._interval_s]
        self._changed.difference_update(due)
        self._told_at.update(dict.fromkeys(due, now))
        events = self._events(due)
        for listener in list(self._listeners) if events else ():
            listener.push(events)

    async def read(self) -> None:
        """Read names and latest positions from the database. Raises psycopg.Error."""
        connection = await psycopg.AsyncConnection[Any].connect(
            self._database, autocommit=True, connect_timeout=5, application_name="pantau-cot", options="-c timezone=UTC"
        )
        async with connection:
            vehicles = await (await connection.execute(_VEHICLES)).fetchall()
            rows = await (await connection.execute(_LATEST)).fetchall()
        self._vehicles = {row[0]: (row[1] or row[2], row[3]) for row in vehicles}
        self.take(as_wire(rows))
        # Not in service, or another database's: asked about once between two regular readings.
        self._nameless = self._latest.keys() - self._vehicles.keys()
        for gone in self._nameless:
            del self._latest[gone]
        self._changed -= self._nameless

    def _events(self, vehicles: Iterable[int]) -> bytes:
        known = [one for one in vehicles if one in self._vehicles and one in self._latest]
        return b"".join(encode(_unit(self._latest[one], *self._vehicles[one])) for one in known)

    async def _hear(self) -> None:
        pause = FIRST_PAUSE_S
        while True:
            try:
                async with redis.asyncio.Redis.from_url(self._redis_url, socket_connect_timeout=2) as client:
                    listening = client.pubsub(ignore_subscribe_messages=True)
                    await listening.subscribe(positions_channel())
                    async for message in listening.listen():
                        pause = FIRST_PAUSE_S
                        self._take_payload(message["data"])
            except (RedisError, OSError) as error:
                logger.warning("TAK clients hear of the fleet from the database alone: %s", error)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)

    def _take_payload(self, payload: bytes) -> None:
        try:
            self.take(unpack_batch(payload).rows)
        except UnknownFormat as error:
            logger.warning("TAK clients hear of a batch with the next reading of the database: %s", error)
            self._wanted.set()

    async def _read_again(self) -> None:
        """At once, and then now and then: vehicles are renamed, come and go, and Redis may have been away."""
        while True:
            pause = READ_AGAIN_S
            self._wanted.clear()
            try:
                await self.read()
            except (psycopg.Error, OSError) as error:
                logger.warning("TAK clients are not told of new vehicles: %s", error)
                pause = FIRST_PAUSE_S * 4
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wanted.wait(), pause)
            await asyncio.sleep(FIRST_PAUSE_S)

    async def _tell(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            self.tell(asyncio.get_running_loop().time())


def _unit(row: np.void, name: str, kind: str) -> Unit:
    speed, course, accuracy = (_known(row[field]) for field in ("speed", "course", "accuracy"))
    return Unit(
        vehicle=int(row["vehicle"]),
        name=name,
        kind=kind,
        lon=int(row["lon"]) / 1e7,
        lat=int(row["lat"]) / 1e7,
        fix_time=datetime.fromtimestamp(int(row["fix_time"]), UTC),
        speed_mps=None if speed is None else speed / 100.0,
        course_deg=None if course is None else course / 100.0,
        accuracy_m=accuracy,
    )


def _known(value: Any) -> float | None:
    return None if int(value) == UNKNOWN else float(value)
