"""A fix as the builder of trips sees it, and what can be said of one or two of them."""

import math
from typing import Final, NamedTuple

from fleet.detectors import state_bits
from fleet.trips.rules import Rules

_DEGREE_M: Final = 111_195.0
SECOND_US: Final = 1_000_000


class Fix(NamedTuple):
    """One believed position: microseconds since 1970, degrees, m/s, metres, and bits of ``state_bits``."""

    us: int
    device: int
    lon: float
    lat: float
    speed_mps: float | None = None
    state: int = 0
    accuracy_m: float | None = None

    @property
    def ignition(self) -> bool | None:
        """On, off, or not known."""
        if not self.state & state_bits.IGNITION_KNOWN:
            return None
        return bool(self.state & state_bits.IGNITION_ON)

    @property
    def moving(self) -> bool:
        return bool(self.state & state_bits.MOVING)

    def order(self) -> tuple[float, ...]:
        """Sorts fixes the same way whatever order they come in."""
        speed = -1.0 if self.speed_mps is None else self.speed_mps
        accuracy = -1.0 if self.accuracy_m is None else self.accuracy_m
        return (self.us, self.device, self.lon, self.lat, speed, self.state, accuracy)


def seconds(a: Fix, b: Fix) -> float:
    """From a to b."""
    return (b.us - a.us) / SECOND_US


def metres(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """The way between two points on a sphere, right within half a percent over the distances of a region.

    Ten times as fast as the geodesic, and asked several times a fix.
    """
    east = (lon_b - lon_a + 180.0) % 360.0 - 180.0
    return math.hypot(east * math.cos(math.radians((lat_a + lat_b) / 2)), lat_b - lat_a) * _DEGREE_M


def apart_m(a: Fix, b: Fix) -> float:
    """The way between two fixes."""
    return metres(a.lon, a.lat, b.lon, b.lat)


def reach_m(fix: Fix, rules: Rules) -> float:
    """How far the fix may lie from a place and still be there."""
    if fix.accuracy_m is None or fix.accuracy_m <= rules.radius_m:
        return rules.radius_m
    return min(fix.accuracy_m, rules.max_reach_m)


def quiet(fix: Fix, rules: Rules) -> bool:
    """Whether the device itself says that nothing moves."""
    if fix.ignition is False:
        return True
    return fix.speed_mps is not None and fix.speed_mps < rules.slow_mps and not fix.moving


def fast(fix: Fix, rules: Rules) -> bool:
    """Whether the device says that the vehicle surely moves: no stop begins here."""
    return fix.speed_mps is not None and fix.speed_mps >= rules.fast_mps
