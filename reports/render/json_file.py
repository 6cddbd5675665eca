"""A report as JSON, and back: the form in which a page keeps it, too."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, BinaryIO

from reports.table import Cell, Chart, ChartForm, Column, ColumnKind, Heading, ObjectName, Table, object_id_of


def write(table: Table, heading: Heading, to: BinaryIO, tick: Callable[[float], None]) -> None:
    """``{"report", "columns", "rows", "totals", "charts", "notes", "object_ids"}``; of the last, one a row.

    Units: metres, seconds, m/s, litres, shares of 1, degrees; times ISO 8601 with their zone.
    """
    tick(0.0)
    head = {**asdict(heading), "made": heading.made.isoformat()}
    columns = [{"key": c.key, "title": c.title, "kind": c.kind.value, "decimals": c.decimals} for c in table.columns]
    to.write(b'{"report": ' + _bytes(head) + b', "columns": ' + _bytes(columns) + b', "rows": [')
    for number, row in enumerate(table.rows):
        if number % 1000 == 0:
            tick(number / len(table.rows))
        to.write((b",\n" if number else b"\n") + _bytes([_plain(cell) for cell in row]))
    totals = {key: _plain(cell) for key, cell in table.totals.items()}
    charts = [asdict(chart) for chart in table.charts]
    to.write(b'\n], "totals": ' + _bytes(totals) + b', "charts": ' + _bytes(charts))
    ids = [object_id_of(row) for row in table.rows]
    to.write(b', "notes": ' + _bytes(table.notes) + b', "object_ids": ' + _bytes(ids) + b"}\n")


def read(text: bytes) -> tuple[Table, Heading]:
    """The table and its heading again, but for tracks and places."""
    data: dict[str, Any] = json.loads(text)
    columns = [Column(c["key"], c["title"], ColumnKind(c["kind"]), c["decimals"]) for c in data["columns"]]
    rows = [[_typed(column, cell) for column, cell in zip(columns, row, strict=True)] for row in data["rows"]]
    for row, object_id in zip(rows, data.get("object_ids", []), strict=False):
        if object_id is not None and row and isinstance(row[0], str):
            row[0] = ObjectName(row[0], object_id)
    by_key = {column.key: column for column in columns}
    totals = {key: _typed(by_key[key], cell) for key, cell in data["totals"].items()}
    charts = [
        Chart(c["title"], ColumnKind(c["kind"]), c["labels"], c["values"], ChartForm(c["form"]), c.get("sheet", ""))
        for c in data["charts"]
    ]
    head = data["report"]
    heading = Heading(**{**head, "made": datetime.fromisoformat(head["made"])})
    return Table(columns, rows, totals, charts, data["notes"]), heading


def _plain(cell: Cell) -> str | int | float | None:
    return cell.isoformat() if isinstance(cell, date) else cell


def _typed(column: Column, cell: Any) -> Cell:
    if isinstance(cell, str) and column.kind is ColumnKind.TIME:
        return datetime.fromisoformat(cell)
    if isinstance(cell, str) and column.kind is ColumnKind.DAY:
        return date.fromisoformat(cell)
    found: Cell = cell
    return found


def _bytes(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
