"""Makes lines that were drawn with few points look grown: a fractal displacement, the same at every run."""

import random
from collections.abc import Sequence
from itertools import pairwise

Position = tuple[float, float]


def bent(points: Sequence[Position], seed: str, share: float = 0.1, rounds: int = 4) -> list[Position]:
    """The line with a point added between each two, `rounds` times, each set off sideways by up to a share of their
    distance. Drawn points stay where they are; a closed line stays closed."""
    dice = random.Random(seed)
    line = list(points)
    for _ in range(rounds):
        finer = [line[0]]
        for a, b in pairwise(line):
            off = dice.uniform(-share, share)
            middle = ((a[0] + b[0]) / 2 - (b[1] - a[1]) * off, (a[1] + b[1]) / 2 + (b[0] - a[0]) * off)
            finer += [(round(middle[0], 6), round(middle[1], 6)), b]
        line = finer
    return line
