"""Names as people type them, brought to one form for searching."""

import re
import unicodedata

_NOT_WORD = re.compile(r"[^0-9a-z]+")


def fold(text: str) -> str:
    """Lower case, without accents and punctuation, single spaces: "Tambak Lau-Mulgap II " and "tambak lau mulgap ii"
    are one.
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _NOT_WORD.sub(" ", "".join(char for char in plain if not unicodedata.combining(char))).strip()
