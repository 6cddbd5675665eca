"""How a vehicle moves: along the shortest ways between its duty points, slower in bends and towns, with stops. Pure."""

import random
from collections import deque
from dataclasses import dataclass

from demo.roads import Leg, Position, nodes, route
from demo.tables import VehicleRow
from geo.measure import bearing_deg, destination, distance_m

_CLASS_MPS = {"national": 14.0, "provincial": 11.5, "regency": 9.0}
_KIND_SHARE = {
    "ambulance": 1.2,
    "fire": 1.05,
    "motorcycle": 1.05,
    "truck": 0.78,
    "bus": 0.8,
    "excavator": 0.4,
}
_ACCELERATION_MPS2 = 1.2
_RESTS_AFTER_S = 2.4 * 3600
"""Of driving; the last way may take another hour and a half, and nobody may drive longer than four."""
_SHORT_S, _LONG_S = (20, 240), (1900, 3000)
_TOWNS = ("kabanjahe", "berastagi", "tiga-binanga", "merek")
_TOWN_RADIUS_M = 1100.0
_TOWN_MPS = 6.5


@dataclass(frozen=True, slots=True)
class Fix:
    """Where a vehicle is. Degrees, m/s; `course_deg` is clockwise from north."""

    lon: float
    lat: float
    speed_mps: float
    course_deg: float


def seed_of(moment: float) -> int:
    """The rounds of a day, by its Unix seconds: whoever begins on the same day drives the same."""
    return int(moment) // 86_400


class Driver:
    """One vehicle on its rounds. `advance` moves it; the same seed drives the same way.

    It is met on its way, `head_start_s` after it set out; without `underway` it still stands at its base. While
    `on_duty` is false it goes home, and stays there.
    """

    def __init__(self, row: VehicleRow, seed: int = 0, *, underway: bool = True, on_duty: bool = True) -> None:
        self._row = row
        self.on_duty = on_duty
        self._dice = random.Random(f"{row.device}/{seed}")
        self._place = row.base
        self._position: Position = nodes()[row.base]
        self._course = self._dice.uniform(0, 360)
        self._speed = 0.0
        self._legs: deque[Leg] = deque()
        self._rest_s = 0.0
        self._driven_s = 0.0
        self._share = _KIND_SHARE.get(row.kind, 1.0) * self._dice.uniform(0.88, 1.1)
        self.head_start_s = 0.0
        if row.habit != "parked" and on_duty:
            self._set_out()
            self.head_start_s = self._dice.uniform(0, 1500)
            if underway:
                self.advance(self.head_start_s, step_s=5.0)

    @property
    def fix(self) -> Fix:
        """The present state, without any error of measurement."""
        lon, lat = self._position
        return Fix(lon, lat, self._speed, self._course)

    @property
    def engine_on(self) -> bool:
        """Whether it is on its way or about to leave."""
        return bool(self._legs) and self._rest_s <= _SHORT_S[1]

    def advance(self, seconds: float, step_s: float = 1.0) -> Fix:
        """Let the time pass, in steps of at most `step_s`."""
        while seconds > 1e-9:
            step = min(step_s, seconds)
            self._step(step)
            seconds -= step
        return self.fix

    def _step(self, seconds: float) -> None:
        if self._row.habit == "parked":
            return
        if self._rest_s > 0:
            self._rest_s -= seconds
            self._speed = 0.0
            return
        if not self._legs:
            self._set_out()
            return
        self._driven_s += seconds
        self._accelerate(seconds)
        self._travel(self._speed * seconds)

    def _set_out(self) -> None:
        """Rest at the place, then take the way to the next one; off duty there is none but home."""
        if not self.on_duty and self._place == self._row.base:
            return
        places = (*self._row.duty, self._row.base) if self.on_duty else (self._row.base,)
        goal = self._dice.choice([place for place in places if place != self._place])
        self._legs = deque(route(self._place, goal))
        self._place = goal
        tired = self._driven_s > _RESTS_AFTER_S
        self._rest_s = self._dice.uniform(*(_LONG_S if tired else _SHORT_S))
        self._driven_s = 0.0 if tired else self._driven_s

    def _accelerate(self, seconds: float) -> None:
        wanted = self._wanted_mps()
        change = _ACCELERATION_MPS2 * seconds
        self._speed = max(min(wanted, self._speed + change), self._speed - 2 * change, 0.8)

    def _wanted_mps(self) -> float:
        leg = self._legs[0]
        cruise = _CLASS_MPS[leg.road_class] * self._share
        ahead = bearing_deg(*self._position, *leg.end)
        after = bearing_deg(*leg.end, *self._legs[1].end) if len(self._legs) > 1 else ahead
        bend = abs((after - ahead + 180) % 360 - 180)
        in_bend = cruise * max(0.3, 1 - bend / 90)
        return min(cruise, in_bend, _TOWN_MPS) if self._in_town() else min(cruise, in_bend)

    def _in_town(self) -> bool:
        return any(distance_m(*self._position, *nodes()[town]) < _TOWN_RADIUS_M for town in _TOWNS)

    def _travel(self, metres: float) -> None:
        while self._legs and metres > 0:
            end = self._legs[0].end
            left = distance_m(*self._position, *end)
            if left > 0.01:
                self._course = bearing_deg(*self._position, *end)
            if left > metres:
                self._position = destination(*self._position, self._course, metres)
                return
            self._position = end
            metres -= left
            self._legs.popleft()
        if not self._legs:
            self._speed = 0.0
