"""A report as an Excel workbook: typed cells, a sheet about it, and its charts."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, BinaryIO, Final

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from kit.text import clean
from reports.labels import SCALE, header, unit
from reports.table import Cell, Chart, ChartForm, Column, ColumnKind, Heading, Table

_WIDTHS: Final = {ColumnKind.TEXT: 24, ColumnKind.TIME: 19, ColumnKind.DAY: 12}
_DAY_S: Final = 86_400
_TIME: Final = "yyyy-mm-dd hh:mm:ss"

LONGEST_NAME: Final = 31
"""Letters that Excel takes for the name of a sheet."""
_OPTIONS: Final = {
    "constant_memory": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}


def write(table: Table, heading: Heading, to: BinaryIO, tick: Callable[[float], None]) -> None:
    """Times are those of the region's zone, as Excel has none; durations are of Excel's own kind."""
    book = xlsxwriter.Workbook(to, _OPTIONS)
    book.set_properties({"title": clean(heading.title), "author": "Pantau"})
    sheet = book.add_worksheet(sheet_name(heading.title))
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E3EAF0"})
    plain = [book.add_format(_format(column)) for column in table.columns]
    bold = [book.add_format({**_format(column), "bold": True, "top": 1}) for column in table.columns]
    for index, column in enumerate(table.columns):
        sheet.write_string(0, index, clean(header(column)), head)
        sheet.set_column(index, index, _WIDTHS.get(column.kind, 13))
    for number, row in enumerate(table.rows, 1):
        if number % 1000 == 1:
            tick(number / len(table.rows))
        for index, cell in enumerate(row):
            _put(sheet, (number, index), table.columns[index], cell, plain[index])
    if table.totals and table.rows:
        sheet.write_string(len(table.rows) + 1, 0, _("Total"), book.add_format({"bold": True, "top": 1}))
        for index, column in enumerate(table.columns[1:], 1):
            total = table.totals.get(column.key)
            _put(sheet, (len(table.rows) + 1, index), column, total, bold[index], blank=True)
    sheet.freeze_panes(1, 1)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    _page(sheet, table, heading)
    for chart in table.charts:
        _chart_sheet(book, chart)
    _about(book, table, heading)
    book.close()


def _put(sheet: Any, place: tuple[int, int], column: Column, cell: Cell, form: Any, *, blank: bool = False) -> None:
    """A text is written as one, whatever it begins with."""
    if cell is None or cell == "":
        if blank:
            sheet.write_blank(*place, None, form)
    elif isinstance(cell, str):
        sheet.write_string(*place, clean(cell)[:32_767], form)
    elif isinstance(cell, datetime):
        sheet.write_datetime(*place, timezone.localtime(cell).replace(tzinfo=None), form)
    elif isinstance(cell, date):
        sheet.write_datetime(*place, datetime(cell.year, cell.month, cell.day), form)  # noqa: DTZ001
    else:
        sheet.write_number(*place, _number(column.kind, cell), form)


def _number(kind: ColumnKind, value: float) -> float:
    if kind is ColumnKind.DURATION:
        return value / _DAY_S
    return value if kind is ColumnKind.SHARE else value * SCALE.get(kind, 1.0)


def _format(column: Column) -> dict[str, str]:
    decimals = "." + "0" * column.decimals if column.decimals else ""
    forms = {
        ColumnKind.TEXT: "@",
        ColumnKind.TIME: _TIME,
        ColumnKind.DAY: "yyyy-mm-dd",
        ColumnKind.DURATION: "[h]:mm:ss",
        ColumnKind.SHARE: f"0{decimals}%",
        ColumnKind.DEGREES: f"0{decimals}",
    }
    return {"num_format": forms.get(column.kind, f"#,##0{decimals}"), "valign": "top"}


def _page(sheet: Any, table: Table, heading: Heading) -> None:
    """How it comes out of a printer."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    # An ampersand begins a code in headers of Excel.
    title = clean(f"{heading.title}: {heading.scope}, {heading.period}").replace("&", "&&")[:200]
    sheet.set_header(f"&L{title}")
    sheet.set_footer("&L&D &T&R&P / &N")


def _chart_sheet(book: Any, chart: Chart) -> None:
    """The values of a chart, and Excel's own chart of them."""
    sheet = book.add_worksheet(_free_name(book, chart.sheet or chart.title))
    bold = book.add_format({"bold": True})
    mark = "h" if chart.kind is ColumnKind.DURATION else unit(chart.kind)
    sheet.write_string(0, 1, f"{chart.title} ({mark})" if mark else chart.title, bold)
    scale = 1 / 3600 if chart.kind is ColumnKind.DURATION else SCALE.get(chart.kind, 1.0)
    for row, (label, value) in enumerate(zip(chart.labels, chart.values, strict=True), 1):
        sheet.write_string(row, 0, clean(label))
        if value is not None:
            sheet.write_number(row, 1, value * scale)
    sheet.set_column(0, 0, 28)
    kinds = {ChartForm.DAYS: "column", ChartForm.LINE: "line", ChartForm.RANKS: "bar"}
    drawn = book.add_chart({"type": kinds[chart.form]})
    last = len(chart.labels)
    look = "line" if chart.form is ChartForm.LINE else "fill"
    drawn.add_series({
        "categories": [sheet.get_name(), 1, 0, last, 0],
        "values": [sheet.get_name(), 1, 1, last, 1],
        look: {"color": "#0072B2"},
    })  # fmt: skip
    drawn.set_title({"name": clean(chart.title), "overlay": False})
    drawn.show_blanks_as("gap")
    drawn.set_legend({"none": True})
    if chart.form is ChartForm.RANKS:
        drawn.set_y_axis({"reverse": True})
    drawn.set_size({"width": 900, "height": 420})
    sheet.insert_chart(1, 3, drawn)


def _about(book: Any, table: Table, heading: Heading) -> None:
    """What the table is of, apart from it, so that it can be computed with from its first row on."""
    sheet = book.add_worksheet(_free_name(book, _("About")))
    made = f"{timezone.localtime(heading.made):%Y-%m-%d %H:%M} {heading.zone}"
    lines = [
        (_("Report"), heading.title),
        (_("Vehicles"), heading.scope),
        (_("Period"), heading.period),
        (_("Made at"), made),
        (_("Times are in"), heading.zone),
        (_("Source"), f"Pantau, {heading.region}"),
        *((_("Note"), note) for note in table.notes),
    ]
    bold = book.add_format({"bold": True})
    for row, (name, text) in enumerate(lines):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, clean(text)[:32_767])
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 90)


def sheet_name(title: str, most: int = LONGEST_NAME) -> str:
    """The title without what Excel refuses; a long one ends with a whole word."""
    words = "".join(" " if letter in "[]:*?/\\'" else letter for letter in clean(title)).split()
    while len(words) > 1 and len(" ".join(words)) > most:
        words.pop()
    return " ".join(words)[:most].rstrip(" ,") or "Pantau"


def _free_name(book: Any, title: str) -> str:
    name, number = sheet_name(title), 2
    taken = {sheet.get_name().lower() for sheet in book.worksheets()}
    while name.lower() in taken:
        name = f"{sheet_name(title, LONGEST_NAME - 3)} {number}"
        number += 1
    return name
