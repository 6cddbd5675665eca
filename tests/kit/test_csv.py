"""The one writer of CSV."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.csv import harmless, lines


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        " =cmd|' /C calc'!A0",
        "+a;=2",
        "a;=HYPERLINK(1)",
        "\uff1dSUM(A1)",
        "\ufeff=1",
        "\u200b@x",
        "x\n=2",
        "\t=3",
        "-2+3",
        '";=1',
    ],
)
def test_no_cell_and_no_part_of_one_is_a_formula(text: str) -> None:
    for separator in ";,\t\n":
        for part in harmless(text).split(separator):
            assert not part.lstrip(' "').startswith(("=", "+a", "@", "\uff1d", "-2+"))


def test_numbers_stay_numbers_and_text_keeps_its_letters() -> None:
    whole = "".join(lines(["nama", "nilai"], [["Jl. Béo, no. 5", -3.5], ["-12", None]]))
    assert whole.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(whole.removeprefix("\ufeff"))))
    assert rows == [["nama", "nilai"], ["Jl. Béo, no. 5", "-3.5"], ["-12", ""]]
    assert '"Jl. Béo, no. 5"' in whole


@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_a_row_comes_back_with_as_many_cells(row: list[str]) -> None:
    whole = "".join(lines(["c"] * len(row), [row])).removeprefix("\ufeff")
    assert [len(cells) for cells in csv.reader(io.StringIO(whole, newline=""))] == [len(row), len(row)]
