"""Telephone numbers as people write them: Indonesian ones, those of other countries, and extensions of an office.

Lengths by the Indonesian numbering plan (0, area or operator, subscriber) and ITU-T E.164 (at most 15 digits).
"""

import re
from typing import Final

_SEPARATORS: Final = re.compile(r"[\s().\-/\u00a0\u2010-\u2013]")
_EXTENSION: Final = re.compile(r"[,;]?\s*(?:pesawat|pes|ext(?:ension)?|x)[.:]?\s*\d{1,6}$", re.IGNORECASE | re.ASCII)
_NUMBER: Final = re.compile(
    r"""
      0[1-9][0-9]{7,11}            # national: 0812 3456 7890, (0628) 20123
    | (?:\+|00)?62[1-9][0-9]{7,11} # the same, written with the country: +62 812 3456 7890
    | (?:\+|00)(?!62)[1-9][0-9]{6,14}
    """,
    re.VERBOSE,
)


def is_telephone(text: str) -> bool:
    """Whether somebody can be called under it: ``0812-3456-7890``, ``+60 12 345 6789``, ``pesawat 12``."""
    text = text.strip()
    number = _EXTENSION.sub("", text)
    if number == "" and text:
        return True
    return _NUMBER.fullmatch(_SEPARATORS.sub("", number)) is not None
