"""A report as CSV (RFC 4180, UTF-8 with the mark by which spreadsheets know it)."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import BinaryIO

from django.utils import timezone

from kit import csv
from reports.labels import SCALE, unit
from reports.table import Cell, Column, ColumnKind, Heading, Table


def write(table: Table, heading: Heading, to: BinaryIO, tick: Callable[[float], None]) -> None:
    """A line of headers, then one a row: numbers with a point, times ISO 8601 in the region's zone, durations in s."""

    def rows() -> Iterator[list[csv.Cell]]:
        for number, row in enumerate(table.rows):
            if number % 1000 == 0:
                tick(number / len(table.rows))
            yield [value(column, cell) for column, cell in zip(table.columns, row, strict=True)]

    for line in csv.lines([_header(column) for column in table.columns], rows()):
        to.write(line.encode())


def value(column: Column, cell: Cell) -> str | float | int | None:
    """One cell as a program reads it; text as it is (the writers of files guard it)."""
    if isinstance(cell, str):
        return cell
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
    return f"{column.title} ({mark})" if mark else column.title
