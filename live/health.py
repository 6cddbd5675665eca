"""Whether the parts of the hub are on time; read by ``/healthz`` without a database connection."""

import time
from collections.abc import Callable, Mapping
from typing import Final

LIMITS_S: Final[Mapping[str, float]] = {"ticks": 5.0, "outbox": 10.0, "rights": 40.0}
"""Longest time between two turns of each part."""


class Health:
    """When each part last did its work."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._done_at = dict.fromkeys(LIMITS_S, clock())
        # Until the outbox was read once, it is not known whether there is a database at all.
        self._done_at["outbox"] = float("-inf")

    def done(self, part: str) -> None:
        """Note that ``part`` has just done its work."""
        self._done_at[part] = self._clock()

    def late(self) -> list[str]:
        """The parts that have not done their work for too long."""
        now = self._clock()
        return [part for part, limit in LIMITS_S.items() if now - self._done_at[part] > limit]
