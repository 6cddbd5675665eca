"""Levels of hazard as people write them in tables."""

import re
from typing import Final

_WORDS: Final = {
    "tinggi": 3, "high": 3,
    "sedang": 2, "menengah": 2, "moderate": 2, "medium": 2,
    "rendah": 1, "low": 1,
}  # fmt: skip
_ROMAN: Final = {"III": 3, "II": 2, "I": 1}
_NUMBER: Final = re.compile(r"\s*([1-3])(?:[.,]0+)?\s*")
_SIGN: Final = r"(III|II|I|[1-3])(?:[.,]0+)?"
_END: Final = r"(?![\w.,]*\w)"
_NAMED: Final = re.compile(rf"\b(?:KRB|level|tingkat|kelas|class|zona|zone)\s*[-:.]?\s*{_SIGN}{_END}", re.IGNORECASE)
_ALONE: Final = re.compile(rf"(?<![\w.,-]){_SIGN}{_END}(?!\s*(?:k?m|meter|metre|kilometer|ha|%)\b)", re.IGNORECASE)


def read_level(text: str) -> int | None:
    """1 to 3, least to most dangerous; None where the text names no level, or several.

    Understands numbers (``2``, ``2.0``), ``KRB II`` in any case, and Tinggi, Sedang, Rendah. A number with a unit is a
    distance.
    """
    if match := _NUMBER.fullmatch(text):
        return int(match[1])
    for pattern in (_NAMED, _ALONE):
        found = {_value(match[1]) for match in pattern.finditer(text)}
        if found:
            return found.pop() if len(found) == 1 else None
    words = re.findall(r"[a-z]+", text.lower())
    named = {_WORDS[word] for word in words if word in _WORDS}
    return named.pop() if len(named) == 1 and "sangat" not in words and "very" not in words else None


def _value(sign: str) -> int:
    return _ROMAN.get(sign.upper()) or int(sign)
