"""One timer for all connections: a wheel of seconds, in which each connection is looked at only now and then."""

import asyncio
import logging
from collections.abc import Iterator
from typing import Final, Protocol

logger = logging.getLogger(__name__)
SLOTS: Final = 256


class Timed(Protocol):
    """Something that has to be looked at again at some time."""

    slot: int
    """Where the wheel keeps it; -1 when it does not."""

    def look(self, now: float) -> float | None:
        """Do what is due at ``now`` (the loop's clock); the time of the next look, or None when there is none."""
        ...


class TimerWheel:
    """Looks at its members when they said, up to one ``tick`` (seconds) later. Must be started within a loop."""

    def __init__(self, tick: float = 0.5) -> None:
        self._tick = tick
        self._slots: list[set[Timed]] = [set() for _ in range(SLOTS)]
        self._at = 0
        self._timer: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        return sum(map(len, self._slots))

    def __iter__(self) -> Iterator[Timed]:
        """Every member, as it is now."""
        return iter([one for slot in self._slots for one in slot])

    def start(self) -> None:
        """Begin to turn."""
        self._timer = asyncio.get_running_loop().call_later(self._tick, self._turn)

    def stop(self) -> None:
        """Turn no more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def add(self, one: Timed, seconds: float) -> None:
        """Look at ``one`` after ``seconds``; after a whole turn of the wheel at the latest."""
        ticks = min(max(int(seconds / self._tick) + 1, 1), SLOTS - 1)
        one.slot = (self._at + ticks) % SLOTS
        self._slots[one.slot].add(one)

    def remove(self, one: Timed) -> None:
        """Forget it."""
        if one.slot >= 0:
            self._slots[one.slot].discard(one)
            one.slot = -1

    def _turn(self) -> None:
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(self._tick, self._turn)
        self._at = (self._at + 1) % SLOTS
        due, self._slots[self._at] = self._slots[self._at], set()
        now = loop.time()
        for one in due:
            one.slot = -1
            try:
                again = one.look(now)
            except Exception:
                logger.exception("a connection could not be looked at")
                continue
            if again is not None:
                self.add(one, again - now)
