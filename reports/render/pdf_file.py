"""A report on A4: heading, charts, then the table with its header on every page; wide ones lie across."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

from django.utils.translation import gettext as _
from reportlab.lib.pagesizes import A4

from kit.text import clean
from reports.errors import TooMuch
from reports.labels import header, shown
from reports.render.fonts import register, width, wrapped
from reports.render.paper import MARGIN, MUTED, RULE, WASH, Paper
from reports.table import Column, ColumnKind, Heading, Table

MOST_ROWS: Final = 20_000
_SIZES: Final = (7.5, 7.0, 6.5, 6.0, 5.5)
_PAD: Final = 3.5
_SAMPLE: Final = 400
_WIDEST: Final = 190.0
_LONGEST: Final = 90.0
"""A longer word is broken."""
_SHORT: Final = 12
"""Letters of a text that stays on one line: a number plate, a time of day."""


def write(table: Table, heading: Heading, to: BinaryIO, tick: Callable[[float], None]) -> None:
    """Raises TooMuch for a table that nobody would print."""
    if len(table.rows) > MOST_ROWS:
        text = _("A PDF holds at most %(count)d rows. Choose a shorter period, or XLSX or CSV.")
        raise TooMuch(text % {"count": MOST_ROWS})
    register()
    table = table.slim()
    wide = sum(each.liked for each in _widths(table, _SIZES[0])) > A4[0] - 2 * MARGIN
    paper = Paper(to, heading, wide=wide)
    if not table.rows:
        paper.paragraph(_("Nothing to report in this period."), 10)
    paper.charts(table.charts)
    if table.rows:
        _Grid(paper, table, *_fitted(table, paper.width)).draw(tick)
    paper.y -= 8
    for note in table.notes:
        paper.paragraph(note, 8, colour=MUTED)
    paper.close()


class _Grid:
    """The table on its way down the pages."""

    def __init__(self, paper: Paper, table: Table, size: float, widths: Sequence[float]) -> None:
        self.paper, self.table, self.size, self.widths = paper, table, size, widths
        self.leading = size * 1.28
        self._heads = [clean(header(column)) for column in table.columns]

    def draw(self, tick: Callable[[float], None]) -> None:
        """Header, rows, totals."""
        if self.paper.room() < 80:
            self.paper.next_page()
        self._header()
        for number, row in enumerate(self.table.rows):
            if number % 500 == 0:
                tick(number / len(self.table.rows))
            self._row([clean(shown(c, cell)) for c, cell in zip(self.table.columns, row, strict=True)])
        if self.table.totals:
            totals = [
                clean(shown(c, self.table.totals[c.key])) if c.key in self.table.totals else ""
                for c in self.table.columns
            ]
            self._row([totals[0] or _("Total"), *totals[1:]], bold=True)

    def _header(self) -> None:
        self._row(self._heads, bold=True, wash=True)

    def _row(self, texts: Sequence[str], *, bold: bool = False, wash: bool = False) -> None:
        lines = [
            wrapped(text, wide - 2 * _PAD + 0.01, self.size, bold=bold)
            for text, wide in zip(texts, self.widths, strict=True)
        ]
        height = max(map(len, lines)) * self.leading + 4
        if self.paper.room() < height and not wash:
            self.paper.next_page()
            self._header()
        paper, canvas = self.paper, self.paper.canvas
        if wash:
            canvas.setFillColor(WASH)
            canvas.rect(MARGIN, paper.y - height, sum(self.widths), height, stroke=0, fill=1)
        x = MARGIN
        for column, wide, words in zip(self.table.columns, self.widths, lines, strict=True):
            for number, line in enumerate(words):
                y = paper.y - self.size - 2 - number * self.leading
                if column.numeric:
                    paper.text(x + wide - _PAD, y, line, self.size, bold=bold, anchor="end")
                else:
                    paper.text(x + _PAD, y, line, self.size, bold=bold)
            x += wide
        paper.y -= height
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.4)
        canvas.line(MARGIN, paper.y, MARGIN + sum(self.widths), paper.y)


@dataclass(frozen=True)
class _Widths:
    """Of one column: what it needs for its longest word, and what it likes."""

    least: float
    liked: float


def _widths(table: Table, size: float) -> list[_Widths]:
    """By the header, the totals and the first rows."""
    found = []
    for index, column in enumerate(table.columns):
        bold = [*clean(header(column)).split(), clean(shown(column, table.totals.get(column.key)))]
        cells = [clean(shown(column, row[index])) for row in table.rows[:_SAMPLE]]
        words = {word for cell in cells for word in _kept_together(column, cell)}
        head = max(width(word, size, bold=True) for word in bold)
        least = max([head, *(min(width(word, size), _LONGEST) for word in words)])
        liked = max([least, *(min(width(cell, size), _WIDEST) for cell in cells)])
        found.append(_Widths(least + 2 * _PAD, liked + 2 * _PAD))
    return found


def _kept_together(column: Column, cell: str) -> list[str]:
    """What of a cell stays on one line: numbers, short texts, a day beside its clock, else single words."""
    if column.numeric or len(cell) < _SHORT:
        return [cell]
    return cell.rsplit(" ", 1) if column.kind is ColumnKind.TIME else cell.split()


def _fitted(table: Table, room: float) -> tuple[float, list[float]]:
    """The largest type in which no word is broken, and the widths of the columns in it."""
    for size in _SIZES:
        widths = _widths(table, size)
        if sum(each.least for each in widths) <= room:
            break
    least, liked = sum(each.least for each in widths), sum(each.liked for each in widths)
    if least >= room:
        return size, [each.least * room / least for each in widths]
    share = min((room - least) / (liked - least), 1.0) if liked > least else 0.0
    fitted = [each.least + share * (each.liked - each.least) for each in widths]
    return size, [wide * min(room / sum(fitted), 1.6) for wide in fitted]
