"""When a phone has coverage: some lose it for minutes and send all later, some fall silent altogether for a while."""

import random

from demo.tables import Habit

# Seconds: the shortest and longest stay, in coverage and out of it. Both ends of each are simulated time.
_STAYS: dict[Habit, tuple[tuple[float, float], tuple[float, float]]] = {
    "late": ((240, 600), (90, 300)),
    "silent": ((300, 600), (600, 1500)),
}


class Coverage:
    """Says at each moment whether the phone is heard, and whether it even measures."""

    def __init__(self, habit: Habit, identity: str) -> None:
        self._habit = habit
        self._dice = random.Random(f"coverage/{identity}")
        self._heard = True
        self._left_s = self._stay()

    def advance(self, seconds: float) -> None:
        """Let the time pass."""
        if self._habit not in _STAYS:
            return
        self._left_s -= seconds
        while self._left_s <= 0:
            self._heard = not self._heard
            self._left_s += self._stay()

    def _stay(self) -> float:
        if self._habit not in _STAYS:
            return 0.0
        heard, away = _STAYS[self._habit]
        return self._dice.uniform(*(heard if self._heard else away))

    @property
    def online(self) -> bool:
        """Whether the gateway can be reached."""
        return self._heard

    @property
    def measures(self) -> bool:
        """Whether the device is on at all; a silent one was switched off and has nothing to send later."""
        return self._heard or self._habit != "silent"
