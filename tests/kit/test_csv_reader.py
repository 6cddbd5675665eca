"""Reading CSV files as people's programs write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.csv import cell_text, lines
from kit.csv_reader import Rejected, read_csv, reject_file, require_columns
from kit.errors import BadInput

TEXT = "nama;catatan\r\nKantor Camat;“Jalan” é\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_encoding_and_separator_are_found(encoding: str, separator: str) -> None:
    file = read_csv(TEXT.replace(";", separator).encode(encoding))
    assert (file.columns, file.separator) == (["nama", "catatan"], separator)
    assert [dict(row.values) for row in file.rows] == [{"nama": "Kantor Camat", "catatan": "“Jalan” é"}]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("1,2,3", "3 "),
        ("1", "1 "),
        ("a\0,b", ""),
        ('"a" b,c', ""),
        (f"{'x' * 140_000},b", "131"),
    ],
)
def test_a_bad_row_is_named_by_its_line_and_the_others_are_read(row: str, words: str) -> None:
    file = read_csv(f'a,b\n"first\nrow",1\n{row}\nlast,2\n'.encode())
    assert [(item.line, bool(item.problem)) for item in file.rows] == [(2, False), (4, True), (5, False)]
    assert words in file.rows[1].problem


def test_a_quotation_mark_that_is_never_closed_is_a_problem_and_no_long_text() -> None:
    file = read_csv(b'a,b\n1,2\n3,"4\n5,6\n')
    assert [(item.line, bool(item.problem)) for item in file.rows] == [(2, False), (3, True)]


def test_empty_fields_behind_the_last_column_are_no_problem() -> None:
    assert not read_csv(b"a,b,,\n1,2,,\n").rows[0].problem


@pytest.mark.parametrize("content", [b"", b"\n\n", b",,\n1,2,3\n", b"a,b,a\n1,2,3\n"])
def test_a_file_without_usable_names_of_columns_is_refused(content: bytes) -> None:
    with pytest.raises(BadInput):
        read_csv(content)


def test_a_missing_column_is_refused_with_the_columns_there_are() -> None:
    with pytest.raises(BadInput, match="nama, lon"):
        require_columns(read_csv(b"nama,lon\nx,1\n"), ["nama", "", "lat"])


def test_a_longer_file_is_refused_and_never_cut() -> None:
    with pytest.raises(BadInput):
        read_csv(b"a\n1\n2\n3\n", most_rows=2)


def test_rejected_rows_can_be_corrected_and_read_again_whatever_the_columns_are_called() -> None:
    file = read_csv(b"line,reason,formula\n7,old,=1+1\n8,old\n")
    again = read_csv("".join(reject_file(file, [Rejected(row, "why") for row in file.rows])).encode())
    assert [row.values["reject_line"] for row in again.rows] == ["2", "3"]
    assert [row.values["reason"] for row in again.rows] == ["old", "old"]
    assert again.rows[0].values["formula"] == "=1+1"
    third = read_csv("".join(reject_file(again, [Rejected(again.rows[0], "other")])).encode())
    assert list(third.columns) == ["reject_line", "reject_reason", "line", "reason", "formula"]


cells = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\0\ufeff"), max_size=8)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(cells, cells), max_size=6))
def test_what_the_writer_writes_is_read_in_the_same_number_of_rows(rows: list[tuple[str, str]]) -> None:
    written = [(cell_text(one), cell_text(two)) for one, two in rows]
    visible = [row for row in written if any(cell.strip() for cell in row)]
    file = read_csv("".join(lines(["a", "b"], rows)).encode())
    assert [(row.values["a"], row.values["b"]) for row in file.rows] == visible
