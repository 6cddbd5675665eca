"""Tracking codes: nobody can guess one, everybody can read one aloud.

Ten characters in two groups, ``7KQ3M-9XWD4``: nine random ones and a check character. The alphabet has 29 characters
(a prime number) without those that are taken for one another, so the weighted sum finds every single wrong character
and every swap of two neighbours.
"""

import secrets
from typing import Final

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRTVWXYZ"
_RANDOM_LENGTH: Final = 9
_PATTERN_LENGTH: Final = _RANDOM_LENGTH + 1
_BASE: Final = len(ALPHABET)


class BadCode(ValueError):
    """The text is no tracking code; somebody mistyped it."""


def new_code() -> str:
    """A code of 29 ** 9 possible ones (43 bits)."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(_RANDOM_LENGTH))
    return _grouped(body + _check_character(body))


def parse_code(text: str) -> str:
    """The code as it is stored, from what somebody typed. Raises BadCode."""
    letters = "".join(letter for letter in text.upper() if letter.isalnum())
    if len(letters) != _PATTERN_LENGTH or any(letter not in ALPHABET for letter in letters):
        raise BadCode(text)
    if _check_character(letters[:-1]) != letters[-1]:
        raise BadCode(text)
    return _grouped(letters)


def _check_character(body: str) -> str:
    total = sum((place + 2) * ALPHABET.index(letter) for place, letter in enumerate(body))
    return ALPHABET[-total % _BASE]


def _grouped(letters: str) -> str:
    return f"{letters[:5]}-{letters[5:]}"
