"""All vehicles at once, in one event loop."""

import asyncio
import contextlib
import logging
import random
import time
from datetime import UTC, datetime

import httpx

from demo.simulator.coverage import Coverage
from demo.simulator.driving import Driver, seed_of
from demo.simulator.duty import on_duty
from demo.simulator.phone import Phone, Tally
from demo.tables import VehicleRow

logger = logging.getLogger(__name__)

# A parked vehicle's phone reports seldom, as the real ones do.
_PARKED_EVERY = 6
_REPORT_S = 60.0


class Fleet:
    """Drives the vehicles and their phones until it is stopped."""

    def __init__(self, rows: tuple[VehicleRow, ...], gateway: str, speed: float, interval_s: float) -> None:
        self._rows = rows
        self._gateway = gateway
        self._speed = speed
        self._interval_s = interval_s
        self._phones: list[Phone] = []
        self.tally = Tally()

    @property
    def kept(self) -> int:
        """Records that wait for an acknowledgement."""
        return sum(phone.kept for phone in self._phones)

    async def run(self, stop: asyncio.Event) -> None:
        """Drive until `stop` is set, then give what is kept a few seconds to be delivered."""
        limits = httpx.Limits(max_connections=len(self._rows), keepalive_expiry=30)
        async with httpx.AsyncClient(timeout=10, limits=limits, trust_env=False) as client:
            self._phones = [Phone(row.device, self._gateway, client, self.tally) for row in self._rows]
            delivering = [asyncio.create_task(phone.deliver()) for phone in self._phones]
            pairs = zip(self._rows, self._phones, strict=True)
            driving = [asyncio.create_task(self._drive(row, phone)) for row, phone in pairs]
            driving.append(asyncio.create_task(self._report()))
            await stop.wait()
            await _ended(driving)
            await self._finish()
            await _ended(delivering)

    async def _drive(self, row: VehicleRow, phone: Phone) -> None:
        """Record a fix at every interval; the first at a moment of its own, so that not all come at once."""
        driver = Driver(row, seed=seed_of(time.time()), on_duty=on_duty(row, datetime.now(UTC)))
        coverage = Coverage(row.habit, row.device)
        every_s = self._interval_s * (_PARKED_EVERY if row.habit == "parked" else 1)
        due = time.monotonic() + random.Random(row.device).uniform(0, self._interval_s)
        while True:
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            due += every_s
            driver.on_duty = on_duty(row, datetime.now(UTC))
            moved = driver.advance(every_s * self._speed)
            coverage.advance(every_s)
            if coverage.measures:
                phone.record(moved, int(time.time()), driver.engine_on if row.wired else None)
            phone.connect(coverage.online)

    async def _finish(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(3):
                await asyncio.gather(*(phone.delivered() for phone in self._phones if phone.online))

    async def _report(self) -> None:
        while True:
            await asyncio.sleep(_REPORT_S)
            tally = self.tally
            logger.info("%d fixes made, %d acknowledged, %d kept", tally.made, tally.acknowledged, self.kept)


async def _ended(tasks: list[asyncio.Task[None]]) -> None:
    """Cancel the tasks and wait until they are gone."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
