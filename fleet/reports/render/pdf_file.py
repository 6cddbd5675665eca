"""A report on A4: heading, charts, then the table with its header on every page; wide ones lie across."""

from collections.abc import Callable, Sequence
from typing import BinaryIO, Final

from django.utils.translation import gettext as _
from reportlab.lib.pagesizes import A4

from fleet.reports.errors import TooMuch
from fleet.reports.render.fonts import register, width, wrapped
from fleet.reports.render.paper import MARGIN, MUTED, RULE, WASH, Paper
from fleet.reports.render.plain import clean
from fleet.reports.table import ColumnKind, Heading, Table
from fleet.reports.words import header, shown

MOST_ROWS: Final = 20_000
_SIZE: Final = 7.5
_LEADING: Final = 9.6
_PAD: Final = 3.5
_SAMPLE: Final = 400
_NARROWEST: Final = 46.0
_WIDEST: Final = 190.0


def write(table: Table, heading: Heading, to: BinaryIO, tick: Callable[[float], None]) -> None:
    """Raises TooMuch for a table that nobody would print."""
    if len(table.rows) > MOST_ROWS:
        text = _("A PDF holds at most %(count)d rows. Choose a shorter period, or XLSX or CSV.")
        raise TooMuch(text % {"count": MOST_ROWS})
    register()
    table = table.slim()
    natural = _natural(table)
    wide = sum(natural) > A4[0] - 2 * MARGIN
    paper = Paper(to, heading, wide=wide)
    if not table.rows:
        paper.paragraph(_("Nothing to report in this period."), 10)
    for chart in table.charts:
        paper.chart(chart)
    if table.rows:
        _Grid(paper, table, _fitted(table, natural, paper.width)).draw(tick)
    paper.y -= 8
    for note in table.notes:
        paper.paragraph(note, 8, colour=MUTED)
    paper.close()


class _Grid:
    """The table on its way down the pages."""

    def __init__(self, paper: Paper, table: Table, widths: Sequence[float]) -> None:
        self.paper, self.table, self.widths = paper, table, widths
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
            wrapped(text, wide - 2 * _PAD, _SIZE, bold=bold) for text, wide in zip(texts, self.widths, strict=True)
        ]
        height = max(map(len, lines)) * _LEADING + 4
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
                y = paper.y - _SIZE - 2 - number * _LEADING
                if column.numeric:
                    paper.text(x + wide - _PAD, y, line, _SIZE, bold=bold, anchor="end")
                else:
                    paper.text(x + _PAD, y, line, _SIZE, bold=bold)
            x += wide
        paper.y -= height
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.4)
        canvas.line(MARGIN, paper.y, MARGIN + sum(self.widths), paper.y)


def _natural(table: Table) -> list[float]:
    """How wide each column would like to be, by its header's longest word and its first rows."""
    widths = []
    for index, column in enumerate(table.columns):
        head = max((width(word, _SIZE, bold=True) for word in clean(header(column)).split()), default=0.0)
        cells = (clean(shown(column, row[index])) for row in table.rows[:_SAMPLE])
        body = max((width(text, _SIZE) for text in cells), default=0.0)
        summed = width(clean(shown(column, table.totals.get(column.key))), _SIZE, bold=True)
        widths.append(min(max(head, body, summed), _WIDEST) + 2 * _PAD)
    return widths


def _fitted(table: Table, natural: Sequence[float], room: float) -> list[float]:
    """The widths scaled to the sheet: text gives way and wraps, numbers and times keep theirs as long as they can."""
    over = sum(natural) - room
    if over <= 0:
        return [wide * min(room / sum(natural), 1.6) for wide in natural]
    text = [column.kind is ColumnKind.TEXT for column in table.columns]
    spare = [max(wide - _NARROWEST, 0.0) if soft else 0.0 for wide, soft in zip(natural, text, strict=True)]
    give = min(over / sum(spare), 1.0) if sum(spare) else 0.0
    widths = [wide - give * free for wide, free in zip(natural, spare, strict=True)]
    return [wide * min(room / sum(widths), 1.0) for wide in widths]
