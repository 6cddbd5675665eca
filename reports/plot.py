"""Where the marks of a chart stand; what draws it, on screen or on paper, only has to put them there."""

import math
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from reports.chart_description import span, stretches, value_label
from reports.labels import SCALE, measured
from reports.table import Chart, ChartForm, ColumnKind

RIGHT: Final = 16.0
TOP: Final = 12.0
BOTTOM: Final = 26.0
HEIGHT: Final = 210.0
NAME_SHARE: Final = 0.4
NAME_WIDTH: Final = 190.0
SCREEN_TEXT: Final = 12.0
_RANK_HEIGHT: Final = 2.0
"""Of the height of the type, as are the next two."""
_LABEL_WIDTH: Final = 5.2
_LETTER: Final = 0.59
"""How wide a letter is, at most about."""
_EVERY: Final = (1, 2, 3, 4, 6, 8, 12, 24, 48, 72, 96, 144, 288)
"""So many spans of a speed chart make a round time."""


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
    """All marks in a plane whose y points down. ``grid``: (x1, y1, x2, y2). ``gaps``: times without data, behind it."""

    width: float
    height: float
    bars: list[Bar]
    lines: list[list[tuple[float, float]]]
    grid: list[tuple[float, float, float, float]]
    texts: list[Text]
    gaps: list[Bar] = field(default_factory=list)


@dataclass(frozen=True)
class _Across:
    """From where on and how far from each other the values of a chart stand, and how high the type is."""

    left: float
    step: float
    text: float

    def at(self, place: float) -> float:
        """How far right a place stands."""
        return self.left + place * self.step


def plot(chart: Chart, width: float, text: float = SCREEN_TEXT) -> Plot:
    """The marks of a chart on ``width`` units, under type that is ``text`` units high."""
    return _ranks(chart, width, text) if chart.form is ChartForm.RANKS else _in_time(chart, width, text)


def ticks(kind: ColumnKind, highest: float) -> list[float]:
    """Three to six round values from 0 to at least ``highest``, in the table's unit."""
    scale = {ColumnKind.DISTANCE: 1000.0, ColumnKind.SPEED: 1 / 3.6, ColumnKind.DURATION: 3600.0}.get(kind, 1.0)
    highest = highest if highest > 0 else 4 * scale
    rough = highest / scale / 4
    size = 10 ** math.floor(math.log10(rough))
    step = next(factor * size for factor in (1, 2, 2.5, 5, 10) if factor * size >= rough)
    if kind is ColumnKind.NUMBER or kind is ColumnKind.DURATION:
        step = max(math.ceil(step), 1) if highest / scale > 1 else max(step, 0.25)
    return [n * step * scale for n in range(math.ceil(highest / scale / step - 1e-9) + 1)]


def _in_time(chart: Chart, width: float, text: float) -> Plot:
    marks = ticks(chart.kind, max((value for _label, value in chart.known()), default=0.0))
    shown_step = round(marks[1] * SCALE.get(chart.kind, 1.0), 6)
    decimals = 0 if chart.kind is ColumnKind.DURATION or shown_step == int(shown_step) else 1
    level = [_level(value, marks[-1]) for value in marks]
    said = [measured(chart.kind, value, decimals) for value in marks]
    left = max(map(len, said)) * text * _LETTER + 10
    across = _Across(left, (width - left - RIGHT) / max(len(chart.values), 1), text)
    texts = [Text(left - 8, y + 4, words, "end") for words, y in zip(said, level, strict=True)]
    texts += _below(chart, across)
    grid = [(left, y, width - RIGHT, y) for y in level]
    if chart.form is ChartForm.LINE:
        gaps = _gaps(chart, across)
        texts += [name for gap in gaps for name in _named(gap, text)]
        return Plot(width, HEIGHT, [], _lines(chart, across, marks[-1]), grid, texts, gaps)
    return Plot(width, HEIGHT, _bars(chart, across, marks[-1]), [], grid, texts)


def _level(value: float, highest: float) -> float:
    """How far down a value stands."""
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / highest)


def _bars(chart: Chart, across: _Across, highest: float) -> list[Bar]:
    wide, bars = min(across.step * 0.72, 56.0), []
    for n, value in enumerate(chart.values):
        if value is not None and value > 0:
            says, y = f"{chart.labels[n]}: {value_label(chart, value)}", _level(value, highest)
            bars.append(Bar(across.at(n + 0.5) - wide / 2, y, wide, _level(0, highest) - y, says))
    return bars


def _lines(chart: Chart, across: _Across, highest: float) -> list[list[tuple[float, float]]]:
    """Broken where nothing is known; what is known of one span alone is a point, told by a line without length."""
    lines: list[list[tuple[float, float]]] = [[]]
    for n, value in enumerate(chart.values):
        if value is None:
            lines.append([])
        else:
            lines[-1].append((across.at(n + 0.5), _level(value, highest)))
    return [line if len(line) > 1 else line * 2 for line in lines if line]


def _gaps(chart: Chart, across: _Across) -> list[Bar]:
    """Bands over the times of which nothing is known."""
    tall, gaps = HEIGHT - TOP - BOTTOM, []
    for start, end, words in stretches(chart):
        if chart.values[start] is None:
            wide = across.at(end) - across.at(start)
            gaps.append(Bar(across.at(start), TOP, wide, tall, f"{span(chart, start, end)}: {words}"))
    return gaps


def _named(gap: Bar, text: float) -> list[Text]:
    """What a band means, where it is wide enough to say so."""
    words = _("no data")
    fits = gap.width >= len(words) * text * _LETTER + 8
    return [Text(gap.x + gap.width / 2, gap.y + gap.height / 2 + 4, words, "middle")] if fits else []


def _below(chart: Chart, across: _Across) -> list[Text]:
    """Labels that do not touch each other; those of a line at whole hours or days."""
    letters = max([_LABEL_WIDTH, *(len(label) * _LETTER + 0.7 for label in chart.labels)])
    wide = letters * across.text
    every = max(1, math.ceil(wide / across.step))
    if chart.form is ChartForm.LINE:
        every = next((whole for whole in _EVERY if whole >= every), every)
    shown = range(0, len(chart.labels), every)
    return [Text(across.at(n + 0.5), HEIGHT - 7, chart.labels[n], "middle") for n in shown]


def _ranks(chart: Chart, width: float, text: float) -> Plot:
    highest = max((value for _label, value in chart.known()), default=0.0) or 1.0
    left, row = min(NAME_WIDTH, width * NAME_SHARE), text * _RANK_HEIGHT
    room, most = width - left - text * 7, int((left - 8) / (text * _LETTER))
    bars, texts = [], []
    for n, (name, value) in enumerate(chart.known()):
        y, wide = n * row + row / 6, max(room * value / highest, 1.0)
        says = value_label(chart, value)
        bars.append(Bar(left, y, wide, row * 2 / 3, f"{name}: {says}"))
        short = name if len(name) <= most else f"{name[: most - 1]}…"
        texts += [Text(left - 8, y + row / 2, short, "end"), Text(left + wide + 6, y + row / 2, says, "start")]
    return Plot(width, len(bars) * row + row / 6, bars, [], [], texts)
