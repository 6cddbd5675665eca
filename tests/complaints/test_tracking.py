"""Tracking codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.tracking import ALPHABET, BadCode, new_code, parse_code

codes = st.builds(new_code)


@given(codes)
def test_a_code_is_read_back_however_it_was_typed(code: str) -> None:
    assert parse_code(f"  {code.lower().replace('-', ' ')} ") == code


@given(codes, st.integers(0, 9), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(code: str, place: int, letter: str) -> None:
    letters = list(code.replace("-", ""))
    if letters[place] == letter:
        return
    letters[place] = letter
    with pytest.raises(BadCode):
        parse_code("".join(letters))


@given(codes, st.integers(0, 8))
def test_two_swapped_neighbours_are_always_noticed(code: str, place: int) -> None:
    letters = list(code.replace("-", ""))
    if letters[place] == letters[place + 1]:
        return
    letters[place], letters[place + 1] = letters[place + 1], letters[place]
    with pytest.raises(BadCode):
        parse_code("".join(letters))


@pytest.mark.parametrize("text", ["", "0", "OOOOO-OOOOO", "7KQ3M", "<script>"])
def test_it_rejects_what_is_no_code(text: str) -> None:
    with pytest.raises(BadCode):
        parse_code(text)
