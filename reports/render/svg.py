"""A chart as SVG for the page; its colours are the page's (classes chart-bar, chart-stroke, chart-gap, ...)."""

from collections.abc import Sequence
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from reports.plot import Bar, plot
from reports.table import Chart

WIDE: Final = 720.0
NARROW: Final = 350.0


def svg(chart: Chart) -> SafeString:
    """The chart for wide and for narrow screens, of which the style shows one.

    It is a picture for the eye alone; whoever cannot see it reads the same values as a table.
    """
    return format_html("{}{}", _drawn(chart, WIDE, "wide-only"), _drawn(chart, NARROW, "narrow-only"))


def _drawn(chart: Chart, width: float, shown: str) -> SafeString:
    drawn = plot(chart, width)
    rules = format_html_join("", '<line class="chart-rule" x1="{}" y1="{}" x2="{}" y2="{}"/>', _rounded(drawn.grid))
    gaps, bars = _rectangles("chart-gap", drawn.gaps), _rectangles("chart-bar", drawn.bars)
    paths = ((" ".join(f"{_n(x)},{_n(y)}" for x, y in line),) for line in drawn.lines)
    line = format_html_join("", '<polyline class="chart-stroke" points="{}"/>', paths)
    texts = format_html_join(
        "",
        '<text class="chart-text" x="{}" y="{}" text-anchor="{}">{}</text>',
        ((_n(text.x), _n(text.y), text.anchor, text.words) for text in drawn.texts),
    )
    return format_html(
        '<svg class="report-chart {}" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">{}{}{}{}{}</svg>',
        shown, _n(drawn.width), _n(drawn.height), gaps, rules, bars, line, texts,
    )  # fmt: skip


def _rectangles(look: str, bars: Sequence[Bar]) -> SafeString:
    return format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>',
        ((look, _n(bar.x), _n(bar.y), _n(bar.width), _n(bar.height), bar.says) for bar in bars),
    )


def _rounded(lines: list[tuple[float, float, float, float]]) -> list[tuple[str, ...]]:
    return [tuple(_n(value) for value in line) for line in lines]


def _n(value: float) -> str:
    return f"{value:.1f}"
