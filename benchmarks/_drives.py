"""Drives as Teltonika trackers report them: every second, in packets of several records."""

import math
import random
from collections.abc import Iterator
from typing import Final

from benchmarks._centre import LAT, LON
from benchmarks.frames.teltonika_packets import Record, packet

_METRE: Final = 1 / 111_195


class Vehicle:
    """Drives at 20 to 70 km/h, turns, stands at times with the engine on or off."""

    def __init__(self, number: int, start_s: int) -> None:
        self._chance = random.Random(number)
        self._lon, self._lat = self._chance.uniform(*LON), self._chance.uniform(*LAT)
        self._course = self._chance.uniform(0, 360)
        self._speed = self._chance.uniform(6, 15)
        self._second = start_s
        self._odometer = self._chance.randrange(10**8)
        self._standing, self._engine = 0, True

    def record(self) -> Record:
        """The next second."""
        chance = self._chance
        self._second += 1
        if self._standing:
            self._standing -= 1
            self._engine = self._engine or not self._standing
        elif chance.random() < 0.004:
            self._standing, self._engine = chance.randrange(20, 200), chance.random() < 0.5
        speed = 0.0 if self._standing else self._speed
        self._speed = min(max(self._speed + chance.uniform(-0.8, 0.8), 5.0), 20.0)
        self._course = (self._course + chance.uniform(-9, 9)) % 360
        if not (LON[0] < self._lon < LON[1] and LAT[0] < self._lat < LAT[1]):
            self._course = math.degrees(math.atan2(sum(LON) / 2 - self._lon, sum(LAT) / 2 - self._lat)) % 360
        self._lon += speed * math.sin(math.radians(self._course)) * _METRE
        self._lat += speed * math.cos(math.radians(self._course)) * _METRE
        self._odometer += round(speed)
        return Record(
            self._second * 1000, self._lon, self._lat, 1200, round(self._course) % 360, 11, round(speed * 3.6),
            self._elements(speed),
        )  # fmt: skip

    def _elements(self, speed: float) -> dict[int, dict[int, int]]:
        """The dozen that these trackers send as they are delivered."""
        return {
            1: {239: int(self._engine), 240: int(speed > 0), 80: 1, 21: 4, 200: 0, 69: 1},
            2: {181: 12, 182: 9, 66: 13_800 + self._second % 50, 67: 4_050},
            4: {16: self._odometer, 241: 51_010},
        }

    def packets(self, count: int, records: int) -> Iterator[bytes]:
        """The next packets of so many records each."""
        for _ in range(count):
            yield packet([self.record() for _ in range(records)])
