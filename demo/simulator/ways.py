"""Ways between places of the demo, among them one beyond the regency's border, where no road is drawn."""

from typing import Final

from demo.roads import Leg, Position, nodes, route
from geo.measure import distance_m

_BEYOND: Final[dict[str, tuple[str, tuple[Position, ...]]]] = {
    "sibolangit": ("perbatasan-medan", ((98.5562, 3.2610), (98.5655, 3.2755), (98.5700, 3.3050))),
}
"""Place -> the node at which the region is left, and the points from there on."""


def where(place: str) -> Position:
    """Where a place lies."""
    return _BEYOND[place][1][-1] if place in _BEYOND else nodes()[place]


def way(start: str, goal: str) -> tuple[Leg, ...]:
    """The way between two places. Raises ValueError when there is none."""
    if goal in _BEYOND:
        gate, points = _BEYOND[goal]
        return (*route(start, gate), *_legs(nodes()[gate], points))
    if start in _BEYOND:
        gate, points = _BEYOND[start]
        return (*_legs(points[-1], (*reversed(points[:-1]), nodes()[gate])), *route(gate, goal))
    return route(start, goal)


def _legs(start: Position, points: tuple[Position, ...]) -> list[Leg]:
    befores = (start, *points[:-1])
    return [Leg(b, distance_m(*a, *b), "national") for a, b in zip(befores, points, strict=True)]
