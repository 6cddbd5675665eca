"""Text of people that no file format trips over."""

import re
from typing import Final

_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def clean(text: str) -> str:
    """Without the characters that XML and paper cannot hold."""
    return _CONTROL.sub("", text)


def harmless(text: str) -> str:
    """As ``clean``, and no spreadsheet takes it for a formula: such a text gets an apostrophe before it."""
    plain = clean(text)
    return f"'{plain}" if plain.startswith(_FORMULA) else plain
