"""A chart in words, for those who cannot see it."""

from itertools import groupby

from django.utils.translation import gettext as _

from reports.labels import measured
from reports.table import Chart, ChartForm, ColumnKind


def describe(chart: Chart) -> list[tuple[str, str]]:
    """Labels and values; a line's as long as they stay the same, with the times of which nothing is known."""
    if chart.form is not ChartForm.LINE:
        return [(label, value_label(chart, value)) for label, value in chart.known()]
    return [(span(chart, start, end), words) for start, end, words in stretches(chart)]


def value_label(chart: Chart, value: float) -> str:
    """A value of the chart with its unit; what is counted has no decimals."""
    return measured(chart.kind, value, 0 if chart.kind is ColumnKind.NUMBER else 1)


def stretches(chart: Chart) -> list[tuple[int, int, str]]:
    """``(first, after the last, value in words)`` of neighbouring values that read the same."""
    read = [_("no data") if value is None else measured(chart.kind, value, 0) for value in chart.values]
    found, start = [], 0
    for words, same in groupby(read):
        end = start + sum(1 for _same in same)
        found.append((start, end, words))
        start = end
    return found


def span(chart: Chart, start: int, end: int) -> str:
    """The labels from one place to the one before another."""
    first, last = chart.labels[start], chart.labels[end - 1]
    return first if first == last else f"{first} – {last}"
