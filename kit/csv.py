"""The one writer of CSV: UTF-8 with a byte order mark, every cell quoted, no cell a spreadsheet takes for a formula."""

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from kit.text import clean

BYTE_ORDER_MARK: Final = "\ufeff"
CONTENT_TYPE: Final = "text/csv; charset=utf-8"
_FORMULA: Final = frozenset("=+-@|%")
"""What a spreadsheet's cell may not begin with, once white space and invisible characters are taken away. Full-width
forms (U+FF1D and kin) count as what they are compatible with: some programs treat them so."""
_SEPARATORS: Final = ";,\t|"
Cell = object


class _Echo:
    def write(self, line: str) -> str:
        return line


def lines(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The lines of a file, the first with the byte order mark, without which spreadsheets read letters wrongly.

    Every cell is quoted, so that no locale's separator splits one.
    """
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    yield BYTE_ORDER_MARK + str(writer.writerow([cell_text(cell) for cell in head]))
    for row in rows:
        yield str(writer.writerow([cell_text(cell) for cell in row]))


def cell_text(cell: Cell) -> str:
    """A cell as text: numbers as they are, everything else as `harmless` text, None as nothing."""
    if cell is None:
        return ""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return str(cell)
    return harmless(str(cell))


def harmless(text: str) -> str:
    """``text`` that no spreadsheet takes for a formula: such a text, and such a part of it, gets an apostrophe.

    A part is what follows a separator: where the reader's locale splits at ``;`` and ignores the quotes, the part
    becomes a cell of its own.
    """
    plain = clean(text)
    parts: list[str] = []
    begin = 0
    for at, sign in enumerate(plain):
        if sign in _SEPARATORS or sign in "\r\n":
            parts.append(_guarded(plain[begin:at]) + sign)
            begin = at + 1
    parts.append(_guarded(plain[begin:]))
    return "".join(parts)


def _guarded(part: str) -> str:
    begin = unicodedata.normalize("NFKC", part.lstrip(" \t\"'\u200c\u200d"))[:1]
    return f"'{part}" if begin in _FORMULA and begin and not _is_number(part) else part


def _is_number(part: str) -> bool:
    try:
        float(part)
    except ValueError:
        return False
    return part.isascii()
