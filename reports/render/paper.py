"""A4 sheets with a heading, a foot that counts the pages, and a place where the next thing goes."""

from collections.abc import Callable, Sequence
from typing import Any, BinaryIO, Final

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from kit.text import clean
from reports.plot import Bar, Plot, plot
from reports.render.fonts import BOLD, PLAIN, register, wrapped
from reports.table import Chart, Heading

MARGIN: Final = 40.0
FOOT: Final = 34.0
INK: Final = HexColor("#10181f")
MUTED: Final = HexColor("#55626e")
RULE: Final = HexColor("#c6d0d8")
FILL: Final = HexColor("#0072b2")
WASH: Final = HexColor("#eef2f5")
_CHART_TEXT: Final = 7.0


class _Counted(Canvas):  # type: ignore[misc]
    """Keeps the pages until their number is known, then writes it on each."""

    def __init__(self, *arguments: Any, foot: Callable[["_Counted", int, int], None], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._kept: list[dict[str, Any]] = []
        self._foot = foot

    def showPage(self) -> None:  # noqa: N802
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, page in enumerate(self._kept, 1):
            self.__dict__.update(page)
            self._foot(self, number, len(self._kept))
            super().showPage()
        super().save()


class Paper:
    """Draws from the top down; ``y`` is the upper edge of what comes next, in points from the bottom."""

    def __init__(self, to: BinaryIO, heading: Heading, *, wide: bool) -> None:
        register()
        self.size = landscape(A4) if wide else A4
        self.heading = heading
        self.canvas = _Counted(to, pagesize=self.size, foot=self._foot)
        self.canvas.setTitle(clean(heading.title))
        self.canvas.setAuthor("Pantau")
        self.canvas.setSubject(clean(f"{heading.scope}, {heading.period}"))
        self.y = self.size[1] - MARGIN
        self._head()

    @property
    def width(self) -> float:
        """Between the margins."""
        return float(self.size[0]) - 2 * MARGIN

    def room(self) -> float:
        """What is left of the page."""
        return float(self.y - FOOT - 12)

    def next_page(self) -> None:
        """A new sheet under a short heading."""
        self.canvas.showPage()
        self.y = self.size[1] - MARGIN + 8
        title = f"{self.heading.title} · {self.heading.scope} · {self.heading.period}"
        self.text(MARGIN, self.y - 8, wrapped(clean(title), self.width, 7.5)[0], 7.5, colour=MUTED)
        self.y -= 18

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        *,
        bold: bool = False,
        colour: Any = INK,
        anchor: str = "start",
    ) -> None:
        """One line on its baseline."""
        self.canvas.setFont(BOLD if bold else PLAIN, size)
        self.canvas.setFillColor(colour)
        if anchor == "end":
            self.canvas.drawRightString(x, y, words)
        elif anchor == "middle":
            self.canvas.drawCentredString(x, y, words)
        else:
            self.canvas.drawString(x, y, words)

    def paragraph(self, words: str, size: float, *, colour: Any = INK, bold: bool = False) -> None:
        """Lines across the sheet, on the next page where this one is full."""
        for line in wrapped(clean(words), self.width, size, bold=bold):
            if self.room() < size * 1.4:
                self.next_page()
            self.text(MARGIN, self.y - size, line, size, colour=colour, bold=bold)
            self.y -= size * 1.4

    def charts(self, charts: Sequence[Chart]) -> None:
        """Charts under their titles, each whole on one page; two beside each other on a sheet that lies across."""
        beside = 2 if self.size[0] > self.size[1] else 1
        for start in range(0, len(charts), beside):
            row = charts[start : start + beside]
            wide = (self.width - 24 * (len(row) - 1)) / len(row)
            drawn = [plot(chart, wide, _CHART_TEXT) for chart in row]
            height = max(each.height for each in drawn)
            if self.room() < height + 20:
                self.next_page()
            for number, (chart, each) in enumerate(zip(row, drawn, strict=True)):
                left = MARGIN + number * (wide + 24)
                self.text(left, self.y - 9, wrapped(clean(chart.title), wide, 9, bold=True)[0], 9, bold=True)
                self._plot(each, left, self.y - 18)
            self.y -= height + 32

    def _plot(self, drawn: Plot, left: float, top: float) -> None:
        self._rectangles(drawn.gaps, left, top, WASH)
        self.canvas.setStrokeColor(RULE)
        self.canvas.setLineWidth(0.5)
        for x1, y1, x2, y2 in drawn.grid:
            self.canvas.line(left + x1, top - y1, left + x2, top - y2)
        self._rectangles(drawn.bars, left, top, FILL)
        self.canvas.setStrokeColor(FILL)
        self.canvas.setLineWidth(1)
        self.canvas.setLineCap(1)
        for line in drawn.lines:
            path = self.canvas.beginPath()
            path.moveTo(left + line[0][0], top - line[0][1])
            for x, y in line[1:]:
                path.lineTo(left + x, top - y)
            self.canvas.drawPath(path)
        for text in drawn.texts:
            words = clean(text.words)
            self.text(left + text.x, top - text.y, words, _CHART_TEXT, colour=MUTED, anchor=text.anchor)

    def _rectangles(self, bars: Sequence[Bar], left: float, top: float, colour: Any) -> None:
        self.canvas.setFillColor(colour)
        for bar in bars:
            self.canvas.rect(left + bar.x, top - bar.y - bar.height, bar.width, bar.height, stroke=0, fill=1)

    def close(self) -> None:
        """Write everything out."""
        self.canvas.showPage()
        self.canvas.save()

    def _head(self) -> None:
        self.paragraph(self.heading.region, 8, colour=MUTED)
        self.y -= 2
        self.paragraph(self.heading.title, 17, bold=True)
        self.paragraph(self.heading.scope, 10)
        self.paragraph(_("%(period)s (times in %(zone)s)") % vars(self.heading), 10)
        self.y -= 10

    def _foot(self, canvas: Canvas, number: int, count: int) -> None:
        made = format_date(timezone.localtime(self.heading.made), "j F Y H:i T")
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.5)
        canvas.line(MARGIN, FOOT + 2, self.size[0] - MARGIN, FOOT + 2)
        canvas.setFont(PLAIN, 7.5)
        canvas.setFillColor(MUTED)
        canvas.drawString(MARGIN, FOOT - 10, _("Made by Pantau on %(time)s") % {"time": made})
        page = _("Page %(number)d of %(count)d") % {"number": number, "count": count}
        canvas.drawRightString(self.size[0] - MARGIN, FOOT - 10, page)
