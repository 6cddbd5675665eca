"""Fixes of made-up journeys, for tests of the builder."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from fleet.detectors import state_bits
from fleet.trips.fixes import SECOND_US, Fix

PER_METRE = 1 / 111_195
START_US = 1_772_366_400 * SECOND_US


@dataclass
class Journey:
    """A vehicle that is driven north and stands, and reports every ``every_s``; starts at Kabanjahe at noon."""

    every_s: int = 10
    device: int = 1
    ignition_known: bool = False
    at_s: float = 0.0
    north_m: float = 0.0
    ignition: bool = False
    fixes: list[Fix] = field(default_factory=list)

    def drive(self, seconds: int, mps: float = 10.0) -> "Journey":
        self.ignition = True
        for _ in range(0, seconds, self.every_s):
            self._pass(mps)
            self._say(mps)
        return self

    def stand(self, seconds: int, *, drift_m: float = 0.0, ignition: bool = False) -> "Journey":
        self.ignition = ignition
        for n in range(0, seconds, self.every_s):
            self._pass(0.0)
            self._say(0.0, drift_m * math.sin(n * 0.7))
        return self

    def silence(self, seconds: int, mps: float = 0.0) -> "Journey":
        """Nothing is reported; the vehicle may move all the same."""
        self.at_s += seconds
        self.north_m += seconds * mps
        return self

    def jump(self, metres: float, *, speed_mps: float = 0.0) -> "Journey":
        """One fix beside the true place."""
        self._pass(0.0)
        self._say(speed_mps, metres)
        return self

    def _pass(self, mps: float) -> None:
        self.at_s += self.every_s
        self.north_m += mps * self.every_s

    def _say(self, mps: float, off_m: float = 0.0) -> None:
        state = state_bits.MOVING if mps >= 1 else 0
        if self.ignition_known:
            state |= state_bits.IGNITION_KNOWN | (state_bits.IGNITION_ON if self.ignition else 0)
        lat = 3.1 + (self.north_m + off_m) * PER_METRE
        self.fixes.append(Fix(START_US + int(self.at_s * SECOND_US), self.device, 98.49, lat, mps, state, 5.0))

    def __iter__(self) -> Iterator[Fix]:
        return iter(self.fixes)
