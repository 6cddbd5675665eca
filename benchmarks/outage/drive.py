"""What a device of the outage bench says: in every round it speeds, presses SOS, enters and leaves the zone once."""

import random
from collections.abc import Iterator
from typing import Final, NamedTuple

PERIOD_S: Final = 0.125
ZONE: Final = (98.5, 2.8, 98.6, 3.6)
"""West, south, east, north."""
LIMIT_KMH: Final = 90.0
EXPECTED: Final = {"overspeed": 1, "sos": 1, "zone_entered": 1, "zone_left": 1}
"""Events of each device in each round."""
_METRE: Final = 1 / 111_195


class Step(NamedTuple):
    """One fix: Unix milliseconds (no two of a device are equal), degrees with six decimals."""

    unix_ms: int
    lon: float
    lat: float
    kmh: int
    sos: bool

    @property
    def key(self) -> tuple[int, float, float]:
        """What it is known by in the database."""
        return (self.unix_ms, self.lon, self.lat)


class Drive:
    """Along one parallel over the western edge of the zone and back, once a round."""

    def __init__(self, number: int) -> None:
        self._lat = round(2.9 + number * 0.002, 6)
        self._chance = random.Random(number)
        self._last_ms = 0

    def steps(self, count: int) -> "Script":
        """The next round, of so many fixes."""
        return Script(self, count)

    def fix(self, place: int, count: int, unix_ms: int) -> Step:
        """The fix number ``place`` of ``count``; outside of the zone at both ends, inside in the middle."""
        self._last_ms = unix_ms = max(unix_ms, self._last_ms + 1)
        metres = 80.0 * (1 - abs(2 * place / count - 1)) - 40.0
        lon = round(ZONE[0] + metres * _METRE + self._chance.uniform(-2, 2) * 1e-6, 6)
        speeding = 0.2 * count <= place < 0.5 * count
        pressed = 0.6 * count <= place < 0.6 * count + 3
        return Step(unix_ms, lon, self._lat, 110 if speeding else 40, pressed)


class Script:
    """The fixes of a round, each made at its moment."""

    def __init__(self, drive: Drive, count: int) -> None:
        self._drive, self._count = drive, count
        self._places: Iterator[int] = iter(range(count))

    def at(self, unix_ms: int) -> Step | None:
        """The next fix, measured now; None after the last one."""
        place = next(self._places, None)
        return None if place is None else self._drive.fix(place, self._count, unix_ms)
