"""The one reader of CSV: finds encoding and separator, and says of each row that cannot be used what is wrong with it.

A row with too many or too few fields is never shifted, cut or filled up; it comes with a `problem`, and the rows after
it are read.
"""

import codecs
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from kit import csv as csv_writer
from kit.errors import BadInput
from kit.text import storable

MAX_BYTES: Final = 256 * 1024 * 1024
MAX_ROWS: Final = 200_000
REJECT_LINE: Final = "reject_line"
REJECT_REASON: Final = "reject_reason"
_SEPARATORS: Final = ",;\t|"
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE: Final = 4096
_GUARDED: Final = frozenset("=+-@|%")


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One row. ``line`` is the line of the file where it begins, counted from 1, the header's line included.

    ``values`` holds the cells by column. With a ``problem`` it holds what could be assigned; ``cells`` are the cells as
    they stand in the file.
    """

    line: int
    values: Mapping[str, str]
    cells: Sequence[str]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class CsvFile:
    """``encoding`` is a guess where it is ``cp1252``: the file is no UTF-8. ``rows`` can be read again and again."""

    columns: Sequence[str]
    rows: Sequence[CsvRow]
    encoding: str
    separator: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not stored, and why."""

    row: CsvRow
    reason: str


@dataclass(slots=True)
class _Lines:
    """The lines of a text, remembering how the row that is being read looks."""

    lines: Iterator[str]
    number: int = 0
    current: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self.lines)
        self.number += 1
        self.current.append(line)
        return line


def read_csv(source: Path | bytes, *, most_rows: int = MAX_ROWS) -> CsvFile:
    """Read a file with a header row. Raises BadInput where the file as a whole cannot be read."""
    text, encoding = decode(_content(source))
    separator = separator_of(text)
    lines = _Lines(iter(io.StringIO(text, newline="")))
    reader = csv.reader(lines, delimiter=separator, strict=True)
    try:
        head = next(reader, None)
    except csv.Error as error:
        raise BadInput(_("The first line of the file, with the names of the columns, cannot be read.")) from error
    columns = _columns(head)
    rows = list(_rows(reader, lines, columns, most_rows))
    if REJECT_REASON in columns:
        rows = [_unguarded(row) for row in rows]
    return CsvFile(columns, rows, encoding, separator)


def require_columns(file: CsvFile, names: Sequence[str]) -> None:
    """Raise BadInput, naming the columns there are, where a named column is missing. Empty names count as not given."""
    missing = [name for name in names if name and name not in file.columns]
    if missing:
        raise BadInput(
            _("The file has no column %(missing)s. Its columns are: %(columns)s.")
            % {"missing": ", ".join(missing), "columns": ", ".join(file.columns)}
        )


def reject_file(file: CsvFile, rejected: Sequence[Rejected]) -> Iterator[str]:
    """The lines of a file of the rejected rows with their reasons, which can be corrected and imported again.

    Line and reason stand in columns of their own, whatever columns the file has. Where the file was such a file
    already, they are replaced.
    """
    own = [at for at, name in enumerate(file.columns) if name not in (REJECT_LINE, REJECT_REASON)]
    surplus = max((len(item.row.cells) - len(file.columns) for item in rejected), default=0)
    head = [REJECT_LINE, REJECT_REASON, *(file.columns[at] for at in own)]
    head += [f"surplus_{number}" for number in range(1, max(surplus, 0) + 1)]
    rows = (_reject_cells(item, own, len(file.columns)) for item in rejected)
    # Every row as long as the header: a shorter one would be refused as cut off when the file is read again.
    return csv_writer.lines(head, ([*cells, *[""] * (len(head) - len(cells))] for cells in rows))


def decode(content: bytes) -> tuple[str, str]:
    """The text and its encoding: by byte order mark, else UTF-16 by its zeros, UTF-8, or Windows-1252."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _decoded(content, encoding), encoding
    if (utf16 := _utf16_without_mark(content[:_SAMPLE])) is not None:
        return _decoded(content, utf16), utf16
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decoded(content, "cp1252"), "cp1252"


def separator_of(text: str) -> str:
    """The separator that the first line has most of, outside quotation marks; the comma where it has none."""
    head = text.split("\n", 1)[0]
    outside = "".join(head.split('"')[::2])
    return max(_SEPARATORS, key=outside.count)


def _content(source: Path | bytes) -> bytes:
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > MAX_BYTES:
        raise BadInput(
            _("The file has %(size)d MB; at most %(limit)d MB are read. Split it.")
            % {"size": size // 1024**2, "limit": MAX_BYTES // 1024**2}
        )
    return source if isinstance(source, bytes) else source.read_bytes()


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadInput(_("The letters of the file cannot be read. Save it as CSV in UTF-8 and try again.")) from error


def _utf16_without_mark(sample: bytes) -> str | None:
    """Text of Latin letters in UTF-16 has a zero in every second byte."""
    half = len(sample) // 2
    if half < 2:
        return None
    even, odd = sample[0 : 2 * half : 2].count(0), sample[1 : 2 * half : 2].count(0)
    if odd > 0.8 * half and even < 0.2 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.8 * half and odd < 0.2 * half else None


def _columns(head: Sequence[str] | None) -> list[str]:
    columns = [name.strip() for name in head or ()]
    if not any(columns):
        raise BadInput(_("The file is empty: its first line must hold the names of the columns."))
    while not columns[-1]:
        columns.pop()
    if not all(storable(name) for name in columns):
        raise BadInput(_("A column's name holds a character that cannot be stored."))
    columns = [name or f"column_{number}" for number, name in enumerate(columns, start=1)]
    doubled = sorted({name for name in columns if columns.count(name) > 1})
    if doubled:
        raise BadInput(_("Several columns are called %(names)s. Rename them.") % {"names": ", ".join(doubled)})
    return columns


def _rows(reader: Iterator[list[str]], lines: _Lines, columns: Sequence[str], most: int) -> Iterator[CsvRow]:
    count = 0
    while True:
        line = lines.number + 1
        lines.current.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield CsvRow(line, {}, ["".join(lines.current).rstrip("\r\n")], _unreadable(error))
            continue
        if not cells or not any(cell.strip() for cell in cells):
            continue
        count += 1
        if count > most:
            raise BadInput(_("The file has more than %(limit)d rows. Split it.") % {"limit": most})
        yield _row(line, cells, columns)


def _row(line: int, cells: Sequence[str], columns: Sequence[str]) -> CsvRow:
    values = dict(zip(columns, cells, strict=False))
    problem = ""
    if any(cell.strip() for cell in cells[len(columns) :]):
        problem = _("The row has %(count)d fields, the header %(expected)d: a text with a separator needs quotes.")
    elif len(cells) < len(columns):
        problem = _("The row has %(count)d fields, the header %(expected)d: it is cut off.")
    elif not all(storable(cell) for cell in cells):
        problem = _("The row holds a character that cannot be stored. Delete it and try again.")
    return CsvRow(line, values, cells, problem and problem % {"count": len(cells), "expected": len(columns)})


def _unreadable(error: csv.Error) -> str:
    if "unexpected end" in str(error):
        return _("A quotation mark is opened and never closed; everything that follows would belong to one field.")
    if "field larger" in str(error):
        return _("A field of the row is longer than 131,072 characters.")
    return _("The quotation marks of the row do not match. Within a quoted field, write each of them twice.")


def _unguarded(row: CsvRow) -> CsvRow:
    """A row of a reject file without the apostrophes that `kit.csv` put in front of formulas."""
    cells = [cell[1:] if cell[:1] == "'" and cell[1:].lstrip()[:1] in _GUARDED else cell for cell in row.cells]
    values = dict(zip(row.values, cells, strict=False))
    return CsvRow(row.line, values, cells, row.problem)


def _reject_cells(item: Rejected, own: Sequence[int], width: int) -> list[object]:
    cells = item.row.cells
    return [
        item.row.line,
        item.reason,
        *(cells[at] if at < len(cells) else "" for at in own),
        *cells[width:],
    ]
