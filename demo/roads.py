"""The demo's roads: named junctions joined by lines that wind a little, and the shortest way between two of them."""

import heapq
import json
import math
import random
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from shapely.geometry import LineString

from demo.tables import DATA
from geo.measure import distance_m

Position = tuple[float, float]

_STEPS = 10
# How far a road strays from its smooth course: a share of the distance between two drawn points, at most some metres.
_WIND_SHARE = 0.035
_WIND_MAX_DEG = 0.0006


@dataclass(frozen=True, slots=True)
class Road:
    """A road as it is drawn and driven; lon and lat of its points."""

    code: str
    name: str
    road_class: str
    points: tuple[Position, ...]

    @property
    def line(self) -> LineString:
        return LineString(self.points)


@cache
def _document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads((DATA / "roads.json").read_text(encoding="utf-8"))
    return document


@cache
def nodes() -> dict[str, Position]:
    """The named junctions and villages."""
    return {name: (lon, lat) for name, (lon, lat) in _document()["nodes"].items()}


@cache
def roads() -> tuple[Road, ...]:
    """All roads. Where two meet they share the very same point."""
    return tuple(
        Road(
            item["code"],
            item["name"],
            item["class"],
            _winding([_place(stop) for stop in item["through"]], item["code"]),
        )
        for item in _document()["roads"]
    )


def _place(stop: str | list[float]) -> Position:
    return nodes()[stop] if isinstance(stop, str) else (stop[0], stop[1])


def _winding(stops: list[Position], seed: str) -> tuple[Position, ...]:
    """A Catmull-Rom curve through the stops, with small bends between them; the same at every run."""
    dice = random.Random(seed)
    padded = [stops[0], *stops, stops[-1]]
    points = [stops[0]]
    for index, (start, end) in enumerate(pairwise(stops)):
        before, after = padded[index], padded[index + 3]
        length = math.dist(start, end)
        swing = min(length * _WIND_SHARE, _WIND_MAX_DEG) * dice.choice((-1, 1)) * dice.uniform(0.5, 1)
        waves = max(1, round(length / 0.008))
        across = ((start[1] - end[1]) / length, (end[0] - start[0]) / length)
        for step in range(1, _STEPS):
            share = step / _STEPS
            x, y = _between(before, start, end, after, share)
            bend = swing * math.sin(2 * math.pi * waves * share) * math.sin(math.pi * share)
            points.append((round(x + across[0] * bend, 6), round(y + across[1] * bend, 6)))
        points.append(end)
    return tuple(points)


def _between(a: Position, b: Position, c: Position, d: Position, t: float) -> Position:
    """The uniform Catmull-Rom curve from b to c."""
    values = []
    for p, q, r, s in zip(a, b, c, d, strict=True):
        cubic = (-p + 3 * q - 3 * r + s) * t**3
        square = (2 * p - 5 * q + 4 * r - s) * t**2
        values.append(0.5 * (2 * q + (r - p) * t + square + cubic))
    return values[0], values[1]


@dataclass(frozen=True, slots=True)
class Leg:
    """A stretch between two neighbouring points of a road."""

    end: Position
    length_m: float
    road_class: str


@cache
def graph() -> dict[Position, tuple[Leg, ...]]:
    """From each point of the roads, the points that can be driven to next."""
    legs: dict[Position, list[Leg]] = defaultdict(list)
    for road in roads():
        for a, b in pairwise(road.points):
            length = distance_m(*a, *b)
            legs[a].append(Leg(b, length, road.road_class))
            legs[b].append(Leg(a, length, road.road_class))
    return {point: tuple(found) for point, found in legs.items()}


@cache
def route(start: str, end: str) -> tuple[Leg, ...]:
    """The shortest way between two named nodes (Dijkstra), empty when they are one. Raises ValueError when there is
    none.
    """
    origin, goal = nodes()[start], nodes()[end]
    best: dict[Position, float] = {origin: 0.0}
    came: dict[Position, tuple[Position, Leg]] = {}
    queue = [(0.0, origin)]
    while queue:
        so_far, point = heapq.heappop(queue)
        if point == goal:
            return _walked_back(goal, came)
        if so_far > best[point]:
            continue
        for leg in graph()[point]:
            total = so_far + leg.length_m
            if total < best.get(leg.end, math.inf):
                best[leg.end] = total
                came[leg.end] = (point, leg)
                heapq.heappush(queue, (total, leg.end))
    raise ValueError(f"no road leads from {start} to {end}")


def _walked_back(goal: Position, came: dict[Position, tuple[Position, Leg]]) -> tuple[Leg, ...]:
    legs: list[Leg] = []
    point = goal
    while point in came:
        point, leg = came[point]
        legs.append(leg)
    return tuple(reversed(legs))
