"""Which gateways the hub hears, and whether it has heard everything that they sent."""

import time
from collections.abc import Callable
from typing import Final

SILENT_S: Final = 3.0
"""A gateway says every second that it is there; a silent one may have lost Redis."""
FORGET_S: Final = 60.0
"""A gateway that has been silent for this long was stopped."""


class Publishers:
    """Follows the sequence of every publisher of positions."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._sequences: dict[int, int] = {}
        self._heard_at: dict[int, float] = {}

    def hear(self, publisher: int, sequence: int) -> bool:
        """Note a batch; whether it follows the last one of its publisher, so that nothing was lost between them."""
        expected = self._sequences.get(publisher)
        self._sequences[publisher] = (sequence + 1) & 0xFFFFFFFF
        self._heard_at[publisher] = self._clock()
        return sequence == expected

    def complete(self) -> bool:
        """Whether there are publishers and all of them are heard: what they commit then comes by itself."""
        now = self._clock()
        for publisher in [one for one, heard in self._heard_at.items() if now - heard > FORGET_S]:
            del self._heard_at[publisher], self._sequences[publisher]
        return bool(self._heard_at) and all(now - heard <= SILENT_S for heard in self._heard_at.values())
