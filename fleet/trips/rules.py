"""By what a drive is told from a stop."""

from dataclasses import dataclass
from typing import Final

VERSION: Final = 1
"""Raised when the same fixes make other parts or other figures than before: the worker then makes the old ones anew."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The thresholds; metres and seconds.

    ``radius_m``: a receiver at rest wanders within it (or within the accuracy it states, up to ``max_reach_m``).
    ``stop_s``: who stays within it that long stands; ``ignition_stop_s`` is enough when the ignition is off.
    ``trip_m``: who never gets that far from where it stood has not driven; ``quiet_trip_m`` for fixes that say
    themselves that nothing moves (ignition off, no speed), which are drift until they are too far to be it.
    ``gap_s``: a longer silence on the way leaves unknown where the vehicle was. ``woke_m``: a tracker that slept while
    the vehicle stood is heard again this near when it wakes by driving off. ``warm_up_s``: who leaves this soon after
    the ignition went on began the trip with it. ``tentative_s``: what strays longer without getting away belongs to
    the stop. ``hand_over_s``: of several devices in a vehicle the one that is heard keeps the word until it was silent
    that long.
    """

    radius_m: float = 60.0
    max_reach_m: float = 200.0
    stop_s: float = 180.0
    ignition_stop_s: float = 60.0
    fast_mps: float = 2.5
    slow_mps: float = 0.8
    trip_m: float = 200.0
    quiet_trip_m: float = 500.0
    gap_s: float = 600.0
    woke_m: float = 500.0
    warm_up_s: float = 300.0
    tentative_s: float = 600.0
    hand_over_s: float = 300.0
    jitter_m: float = 30.0


DEFAULT = Rules()
