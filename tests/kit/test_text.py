"""The one check of text from outside."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from kit.errors import BadInput
from kit.text import VisibleText, checked, clean, is_blank, storable

ANY_TEXT = st.text(st.characters(), max_size=40)


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "x\udfff"])
def test_what_the_database_cannot_hold_is_refused(text: str) -> None:
    assert not storable(text)
    with pytest.raises(BadInput):
        checked(text, longest=10)
    with pytest.raises(ValidationError):
        VisibleText()(text)


@pytest.mark.parametrize("text", ["\u200b\u200b", " \u2060", "\ufeff", "\u3164", "\u200d", "\n\t "])
def test_what_shows_nothing_is_no_text(text: str) -> None:
    assert is_blank(text)
    with pytest.raises(BadInput):
        checked(text, longest=10, required=True)
    assert checked(text, longest=10) == ""


def test_a_long_text_is_refused_and_never_cut() -> None:
    with pytest.raises(BadInput, match="11"):
        checked("x" * 11, longest=10)


def test_direction_overrides_and_control_characters_go() -> None:
    assert clean("\u202egpj.exe\x07 ") == "gpj.exe"
    assert clean("baris satu\nbaris dua") == "baris satu\nbaris dua"


@given(ANY_TEXT)
def test_what_is_clean_is_storable_and_stays_as_it_is(text: str) -> None:
    once = clean(text)
    assert storable(once)
    assert clean(once) == once
