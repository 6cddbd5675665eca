"""Where the hub's positions come from: batches through Redis, and the database for whatever these did not bring."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Iterable
from typing import Final

import numpy as np

from live.frames import WIRE_POSITION
from live.in_database import in_database
from live.latest import LatestPositions
from live.positions import UnknownFormat, unpack_batch
from live.publishers import Publishers
from live.registry import position_loaders

logger = logging.getLogger(__name__)

LOOK_S: Final = 1.0
"""How often the database is read while batches are missing."""
SAFETY_S: Final = 15.0
"""How often it is read while none is: a gateway that never reached Redis is not missed by anybody."""
_OVERLAP_S: Final = 15.0
"""Positions are read again from this long before the last look: a batch may commit later than its arrival says."""
_MOST_AT_ONCE: Final = 2_000
"""Above this many corrected vehicles, all are read."""
_LOG_EVERY_S: Final = 60.0


class PositionFeed:
    """Brings the latest positions into ``latest``. All methods are called in one event loop.

    ``rows_read``: rows that the database has given so far; ``unknown_batches``: batches of another format.
    """

    def __init__(self, latest: LatestPositions) -> None:
        self.latest = latest
        self.ready = asyncio.Event()
        self.rows_read = 0
        self.unknown_batches = 0
        self._publishers = Publishers()
        self._corrected: set[int] = set()
        self._missed = True
        self._wake = asyncio.Event()
        self._read_at: float | None = None
        self._logged_at = float("-inf")

    def correct(self, vehicles: Iterable[int]) -> None:
        """Read the positions of these vehicles at once: what is known of them may not count any more."""
        before = len(self._corrected)
        self._corrected.update(vehicles)
        if len(self._corrected) > before:
            self._wake.set()

    def miss(self) -> None:
        """Batches may have been lost: read what has arrived lately."""
        self._missed = True
        self._wake.set()

    def take(self, payload: bytes) -> None:
        """Take a batch that came through Redis."""
        try:
            batch = unpack_batch(payload)
        except UnknownFormat as error:
            self._refuse(error)
            return
        if not self._publishers.hear(batch.publisher, batch.sequence):
            self.miss()
        self.correct(self.latest.merge(batch.rows))

    async def follow_database(self) -> None:
        """Read everything once, and then what is missing, for ever. Raises DatabaseError."""
        if not self.ready.is_set():
            await self._read_all()
            self.ready.set()
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), LOOK_S)
            self._wake.clear()
            await self._read_corrected()
            if self._missed or not self._publishers.complete() or self._since_reading() >= SAFETY_S:
                await self._read_recent()

    async def _read_corrected(self) -> None:
        vehicles, self._corrected = self._corrected, set()
        if not vehicles:
            return
        try:
            if len(vehicles) > _MOST_AT_ONCE:
                await self._read_all()
                return
            rows = await self._load(vehicles=sorted(vehicles))
        except BaseException:
            self._corrected |= vehicles
            raise
        self.latest.merge(rows)
        self.latest.forget(vehicles - set(rows["vehicle"].tolist()))

    async def _read_recent(self) -> None:
        asked, since = time.time(), self._read_at
        self._missed = False
        try:
            rows = await self._load(since=None if since is None else since - _OVERLAP_S)
        except BaseException:
            self._missed = True
            raise
        # A version that only the database knows belongs to a correction whose event is still to be read.
        self.correct(self.latest.merge(rows))
        self._read_at = asked

    async def _read_all(self) -> None:
        asked, known = time.time(), self.latest.vehicles
        rows = await self._load()
        self.latest.merge(rows)
        self.latest.forget(known - set(rows["vehicle"].tolist()))
        self._read_at = asked

    async def _load(self, *, since: float | None = None, vehicles: list[int] | None = None) -> np.ndarray:
        loaded = [await in_database(loader, since, vehicles) for loader in position_loaders().values()]
        rows = np.concatenate([np.empty(0, WIRE_POSITION), *loaded])
        self.rows_read += len(rows)
        return rows

    def _since_reading(self) -> float:
        return float("inf") if self._read_at is None else time.time() - self._read_at

    def _refuse(self, error: UnknownFormat) -> None:
        self.unknown_batches += 1
        now = time.monotonic()
        if now - self._logged_at >= _LOG_EVERY_S:
            self._logged_at = now
            logger.warning(
                "a position batch is read from the database instead (%d so far): %s", self.unknown_batches, error
            )
        self.miss()
