"""A phone in a vehicle: it keeps every record until the gateway has acknowledged it, as the real clients do."""

import asyncio
import logging
import random
from collections import deque
from dataclasses import dataclass

import httpx

from demo.simulator.driving import Fix

logger = logging.getLogger(__name__)

KNOTS_PER_MPS = 1.943844
# An hour and a half of records at five seconds; a phone that is full forgets its oldest.
MAX_KEPT = 1000
_RETRY_S = (1.0, 15.0)

Record = dict[str, str]


@dataclass(slots=True)
class Tally:
    """What all phones together did."""

    made: int = 0
    acknowledged: int = 0
    failed: int = 0
    forgotten: int = 0


class Phone:
    """Records fixes and delivers them in order, one at a time, in the form of Traccar Client 10."""

    def __init__(self, identity: str, gateway: str, client: httpx.AsyncClient, tally: Tally) -> None:
        self._identity = identity
        self._gateway = gateway
        self._client = client
        self._tally = tally
        self._kept: deque[Record] = deque()
        self._waiting = asyncio.Event()
        self._empty = asyncio.Event()
        self._dice = random.Random(identity)
        self.online = True

    @property
    def kept(self) -> int:
        """How many records wait for their acknowledgement."""
        return len(self._kept)

    def record(self, fix: Fix, timestamp: int, engine_on: bool | None = None) -> None:
        """Keep a fix with the error that a phone's receiver has. `timestamp` is in Unix seconds.

        A device that is built in knows whether the engine is on; a phone says nothing of it (None).
        """
        if len(self._kept) >= MAX_KEPT:
            self._kept.popleft()
            self._tally.forgotten += 1
        self._kept.append(self._form(fix, timestamp, engine_on))
        self._tally.made += 1
        self._empty.clear()
        if self.online:
            self._waiting.set()

    def connect(self, online: bool) -> None:
        """Enter or leave coverage; what was kept goes out on entering."""
        self.online = online
        if online and self._kept:
            self._waiting.set()

    async def delivered(self) -> None:
        """Wait until nothing is kept any more."""
        while self._kept:
            await self._empty.wait()

    def _form(self, fix: Fix, timestamp: int, engine_on: bool | None) -> Record:
        spread = 0.000022 if fix.speed_mps > 0.5 else 0.000008
        moving = fix.speed_mps > 0.5
        engine = {} if engine_on is None else {"ignition": "true" if engine_on else "false"}
        return {
            **engine,
            "id": self._identity,
            "lat": f"{fix.lat + self._dice.gauss(0, spread):.6f}",
            "lon": f"{fix.lon + self._dice.gauss(0, spread):.6f}",
            "timestamp": str(timestamp),
            "accuracy": f"{self._dice.uniform(3, 12):.1f}",
            "altitude": "1200",
            "speed": f"{fix.speed_mps * KNOTS_PER_MPS if moving else 0:.2f}",
            "bearing": f"{fix.course_deg:.1f}",
            "batt": str(60 + timestamp // 900 % 40),
            "charge": "true" if moving or engine else "false",
        }

    async def deliver(self) -> None:
        """Send what is kept, for ever; end by cancelling."""
        failures = 0
        while True:
            if not self._kept:
                self._empty.set()
            if not self._kept or not self.online:
                self._waiting.clear()
                await self._waiting.wait()
                continue
            record = self._kept[0]
            if await self._send(record):
                failures = 0
                if self._kept and self._kept[0] is record:
                    self._kept.popleft()
                continue
            failures += 1
            self._tally.failed += 1
            await asyncio.sleep(min(_RETRY_S[0] * 2**failures, _RETRY_S[1]) * self._dice.uniform(0.5, 1))

    async def _send(self, record: Record) -> bool:
        try:
            answer = await self._client.post(self._gateway, data=record)
        except httpx.TransportError as error:
            logger.debug("%s: %s", self._identity, error)
            return False
        if answer.is_success:
            self._tally.acknowledged += 1
        return answer.is_success
