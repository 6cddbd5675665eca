"""Cells and headers as people read them, in the language of the moment and the region's time."""

from datetime import date, datetime
from typing import Final

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reports.table import Cell, Column, ColumnKind

SCALE: Final[dict[ColumnKind, float]] = {
    ColumnKind.DISTANCE: 1 / 1000,
    ColumnKind.SPEED: 3.6,
    ColumnKind.SHARE: 100.0,
}
"""From the table's units to those that are shown."""
UNITS: Final[dict[ColumnKind, str | Promise]] = {
    ColumnKind.DISTANCE: "km",
    ColumnKind.SPEED: _("km/h"),
    ColumnKind.SHARE: "%",
    ColumnKind.LITRES: "L",
    ColumnKind.DEGREES: "°",
    ColumnKind.DURATION: _("h:mm"),
}
NOTHING: Final = "–"


def unit(kind: ColumnKind) -> str:
    """The unit in which people read it, or nothing."""
    return str(UNITS.get(kind, ""))


def header(column: Column) -> str:
    """The title with its unit, for files and paper."""
    mark = unit(column.kind)
    return f"{column.title} ({mark})" if mark else column.title


def shown(column: Column, cell: Cell) -> str:
    """One cell; a dash for what is not known."""
    if cell is None or cell == "":
        return NOTHING
    if isinstance(cell, str):
        return cell
    if isinstance(cell, datetime):
        return format_date(timezone.localtime(cell), "j M Y H:i:s" if column.decimals else "j M Y H:i")
    if isinstance(cell, date):
        return format_date(cell, "D, j M Y")
    return quantity(column.kind, cell, column.decimals)


def quantity(kind: ColumnKind, value: float, decimals: int = 0) -> str:
    """A number of the table without its unit; durations as hours and minutes."""
    if kind is ColumnKind.DURATION:
        minutes = round(value / 60)
        return f"{number_format(minutes // 60, 0, force_grouping=True)}:{minutes % 60:02d}"
    return number_format(value * SCALE.get(kind, 1.0), decimals, force_grouping=kind is not ColumnKind.DEGREES)


def measured(kind: ColumnKind, value: float, decimals: int = 0) -> str:
    """A number of the table with its unit, for charts."""
    text = quantity(kind, value, decimals)
    return text if kind in {ColumnKind.NUMBER, ColumnKind.DURATION} else f"{text} {unit(kind)}"
