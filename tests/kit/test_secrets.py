"""Encrypted columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from kit.secrets import SecretUnreadable, is_current, seal, unseal

FIRST, SECOND = "a" * 40, "b" * 40


@given(plain=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_what_is_sealed_comes_back_for_its_place_alone(plain: str) -> None:
    sealed = seal(plain, "table:1:column")
    assert unseal(sealed, "table:1:column") == plain
    assert not plain or (plain not in sealed or len(plain) < 3)
    if plain:
        with pytest.raises(SecretUnreadable):
            unseal(sealed, "table:2:column")


@pytest.mark.parametrize(
    "change", [lambda text: text[:-3] + "AAA", lambda text: "s1.x", lambda text: "plain", lambda text: text + "é"]
)
def test_a_changed_value_is_not_read(change: object) -> None:
    with pytest.raises(SecretUnreadable):
        unseal(change(seal("secret", "here")), "here")  # type: ignore[operator]


def test_the_same_text_is_sealed_differently_each_time() -> None:
    assert seal("secret", "here") != seal("secret", "here")


def test_keys_are_replaced_one_after_the_other(settings: Settings) -> None:
    settings.PANTAU_SECRETS_KEYS = [FIRST]
    old = seal("secret", "here")
    settings.PANTAU_SECRETS_KEYS = [SECOND, FIRST]
    assert (unseal(old, "here"), is_current(old), is_current(seal("new", "here"))) == ("secret", False, True)
    settings.PANTAU_SECRETS_KEYS = [SECOND]
    with pytest.raises(SecretUnreadable):
        unseal(old, "here")
