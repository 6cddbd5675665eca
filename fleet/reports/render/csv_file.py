"""A report as CSV (RFC 4180, UTF-8 with the mark by which spreadsheets know it)."""

import csv
import io
from collections.abc import Callable
from datetime import date, datetime
from typing import BinaryIO

from django.utils import timezone

from fleet.reports.render.plain import harmless
from fleet.reports.table import Cell, Column, ColumnKind, Heading, Table
from fleet.reports.words import SCALE, unit


def write(table: Table, heading: Heading, to: BinaryIO, tick: Callable[[float], None]) -> None:
    """A line of headers, then one a row: numbers with a point, times ISO 8601 in the region's zone, durations in s."""
    text = io.TextIOWrapper(to, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([_header(column) for column in table.columns])
    for number, row in enumerate(table.rows):
        if number % 1000 == 0:
            tick(number / len(table.rows))
        writer.writerow([value(column, cell) for column, cell in zip(table.columns, row, strict=True)])
    text.detach()


def value(column: Column, cell: Cell) -> str | float | int | None:
    """One cell as a program reads it, and as a spreadsheet does not run it."""
    if isinstance(cell, str):
        return harmless(cell)
    if isinstance(cell, datetime):
        return timezone.localtime(cell).isoformat(timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return None if cell is None else tidy(column.kind, cell)


def tidy(kind: ColumnKind, number: float) -> float | int:
    """The number in the unit that is shown, with as many digits as mean something."""
    if kind in {ColumnKind.NUMBER, ColumnKind.DURATION}:
        whole = round(number, 1)
        return int(whole) if whole == int(whole) else whole
    return round(number * SCALE.get(kind, 1.0), 6 if kind is ColumnKind.DEGREES else 3)


def _header(column: Column) -> str:
    mark = "s" if column.kind is ColumnKind.DURATION else unit(column.kind)
    return harmless(f"{column.title} ({mark})" if mark else column.title)
