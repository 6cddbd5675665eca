"""Which zones hold a fix, and which were crossed on the way to it; for many fixes at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

_NONE: Final = np.empty(0, np.intp)


@dataclass(frozen=True, slots=True)
class Passage:
    """For steps from one fix to the next: pairs of a step and a zone that has to do with it, ordered by step.

    ``before`` and ``after``: whether the zone holds the step's beginning, its end; ``crossed``: the way between them
    goes through it and neither end lies inside.
    """

    step: np.ndarray
    zone: np.ndarray
    before: np.ndarray
    after: np.ndarray
    crossed: np.ndarray

    def changed(self, steps: int) -> np.ndarray:
        """For each step, whether a zone was entered, left or crossed."""
        found = np.zeros(steps, np.bool_)
        found[self.step[(self.before != self.after) | self.crossed]] = True
        return found

    def held(self, steps: int) -> np.ndarray:
        """For each step, whether its end lies in a zone."""
        found = np.zeros(steps, np.bool_)
        found[self.step[self.after]] = True
        return found

    def at(self, step: int) -> tuple[frozenset[int], frozenset[int], frozenset[int]]:
        """The zones of one step: before it, after it, crossed by it."""
        low, high = np.searchsorted(self.step, (step, step + 1))
        zone = self.zone[low:high]
        held = (self.before[low:high], self.after[low:high], self.crossed[low:high])
        before, after, crossed = (frozenset(zone[one].tolist()) for one in held)
        return before, after, crossed


class ZoneIndex:
    """Outlines (degrees WGS 84) by the number of their zone."""

    def __init__(self, outlines: Mapping[int, BaseGeometry]) -> None:
        self._numbers = np.array(list(outlines), np.int64)
        self._outlines = np.array(list(outlines.values()), object)
        shapely.prepare(self._outlines)
        self._tree = shapely.STRtree(self._outlines)

    def passage(self, start: np.ndarray, end: np.ndarray, judged: np.ndarray) -> Passage:
        """Steps between places of shape (n, 2), degrees; only where ``judged`` can a zone be crossed."""
        if not len(self._numbers) or not len(start):
            empty = np.empty(0, np.bool_)
            return Passage(_NONE, _NONE, empty, empty, empty)
        ways = np.asarray(shapely.linestrings(np.stack([start, end], axis=1)), object)
        step, tree = self._tree.query(ways)
        order = np.argsort(step, kind="stable")
        step, tree = step[order], tree[order]
        outlines = self._outlines[tree]
        before = shapely.contains_xy(outlines, start[step, 0], start[step, 1])
        after = shapely.contains_xy(outlines, end[step, 0], end[step, 1])
        crossed = ~before & ~after & judged[step]
        maybe = np.flatnonzero(crossed)
        crossed[maybe] = shapely.intersects(outlines[maybe], ways[step[maybe]])
        return Passage(step, self._numbers[tree], before, after, crossed)
