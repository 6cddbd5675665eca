"""Where the marks of a chart stand; what draws it, on screen or on paper, only has to put them there."""

import math
from dataclasses import dataclass
from typing import Final

from fleet.reports.table import Chart, ChartForm, ColumnKind
from fleet.reports.words import SCALE, measured

LEFT: Final = 64.0
RIGHT: Final = 16.0
TOP: Final = 12.0
BOTTOM: Final = 26.0
HEIGHT: Final = 210.0
NAME_SHARE: Final = 0.4
NAME_WIDTH: Final = 190.0
RANK_HEIGHT: Final = 24.0
_LABEL_WIDTH: Final = 62.0
_LETTER: Final = 6.6
"""How wide a letter is, about."""


@dataclass(frozen=True)
class Bar:
    """A filled rectangle, from its upper left corner; ``says`` is its value in words."""

    x: float
    y: float
    width: float
    height: float
    says: str


@dataclass(frozen=True)
class Text:
    """Words at a point; ``anchor`` is start, middle or end, the point lies on their baseline."""

    x: float
    y: float
    words: str
    anchor: str


@dataclass(frozen=True)
class Plot:
    """All marks in a plane whose y points down. ``grid``: (x1, y1, x2, y2)."""

    width: float
    height: float
    bars: list[Bar]
    lines: list[list[tuple[float, float]]]
    grid: list[tuple[float, float, float, float]]
    texts: list[Text]


def plot(chart: Chart, width: float) -> Plot:
    """The marks of a chart on ``width`` units."""
    return _ranks(chart, width) if chart.form is ChartForm.RANKS else _in_time(chart, width)


def ticks(kind: ColumnKind, highest: float) -> list[float]:
    """Three to six round values from 0 to at least ``highest``, in the table's unit."""
    scale = {ColumnKind.DISTANCE: 1000.0, ColumnKind.SPEED: 1 / 3.6, ColumnKind.DURATION: 3600.0}.get(kind, 1.0)
    rough = max(highest / scale, 1e-9) / 4
    size = 10 ** math.floor(math.log10(rough))
    step = next(factor * size for factor in (1, 2, 2.5, 5, 10) if factor * size >= rough)
    if kind is ColumnKind.NUMBER or kind is ColumnKind.DURATION:
        step = max(math.ceil(step), 1) if highest / scale > 1 else max(step, 0.25)
    return [n * step * scale for n in range(math.ceil(highest / scale / step - 1e-9) + 1)]


def _in_time(chart: Chart, width: float) -> Plot:
    marks = ticks(chart.kind, max((value for _label, value in chart.known()), default=0.0))
    highest, inner = marks[-1] or 1.0, HEIGHT - TOP - BOTTOM
    level = [TOP + inner * (1 - value / highest) for value in marks]
    step = (width - LEFT - RIGHT) / max(len(chart.values), 1)
    bars: list[Bar] = []
    lines: list[list[tuple[float, float]]] = [[]]
    for n, value in enumerate(chart.values):
        if value is None:
            lines.append([])
            continue
        tall = inner * value / highest
        x, y = LEFT + n * step, TOP + inner - tall
        if chart.form is ChartForm.LINE:
            lines[-1].append((x + step / 2, y))
        elif value > 0:
            says = f"{chart.labels[n]}: {measured(chart.kind, value, 1)}"
            wide = min(step * 0.72, 56.0)
            bars.append(Bar(x + (step - wide) / 2, y, wide, tall, says))
    shown_step = round(marks[1] * SCALE.get(chart.kind, 1.0), 6)
    decimals = 0 if chart.kind is ColumnKind.DURATION or shown_step == int(shown_step) else 1
    texts = [Text(LEFT - 8, y + 4, measured(chart.kind, v, decimals), "end") for v, y in zip(marks, level, strict=True)]
    every = max(1, math.ceil(_LABEL_WIDTH / step))
    shown = range(0, len(chart.labels), every)
    texts += [Text(LEFT + (n + 0.5) * step, HEIGHT - 7, chart.labels[n], "middle") for n in shown]
    grid = [(LEFT, y, width - RIGHT, y) for y in level]
    return Plot(width, HEIGHT, bars, [line for line in lines if line], grid, texts)


def _ranks(chart: Chart, width: float) -> Plot:
    highest = max((value for _label, value in chart.known()), default=0.0) or 1.0
    left = min(NAME_WIDTH, width * NAME_SHARE)
    room, most = width - left - 82.0, int((left - 8) / _LETTER)
    bars, texts = [], []
    for n, (name, value) in enumerate(chart.known()):
        y, wide = n * RANK_HEIGHT + 4, max(room * value / highest, 1.0)
        says = measured(chart.kind, value, 0 if chart.kind is ColumnKind.NUMBER else 1)
        bars.append(Bar(left, y, wide, RANK_HEIGHT - 8, f"{name}: {says}"))
        short = name if len(name) <= most else f"{name[: most - 1]}…"
        texts += [Text(left - 8, y + 12, short, "end"), Text(left + wide + 6, y + 12, says, "start")]
    return Plot(width, len(bars) * RANK_HEIGHT + 4, bars, [], [], texts)
