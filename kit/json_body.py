"""Reading JSON from outside at a bounded cost.

Python's parser holds the interpreter's lock until it is done and makes some sixty bytes of every empty list of two, so
what a body holds is estimated from its punctuation before it is parsed.
"""

import json
from typing import Final

MOST_FIELDS: Final = 200
"""Of the outermost object. Whoever checks the fields lists every one that it does not know."""
_PUNCTUATION: Final = (b",", b"[", b"{")


def read_json_body(body: bytes, *, most_bytes: int, most_values: int) -> object:
    """What ``body`` holds. Raises ValueError when it is no JSON, or longer, larger or deeper than is read.

    Punctuation within texts counts as values, so ``most_values`` leaves room for it.
    """
    if len(body) > most_bytes:
        raise ValueError("too many bytes")
    if sum(map(body.count, _PUNCTUATION)) > most_values:
        raise ValueError("too many values")
    try:
        values = json.loads(body)
    except RecursionError:
        raise ValueError("too deep") from None
    if isinstance(values, dict) and len(values) > MOST_FIELDS:
        raise ValueError("too many fields")
    return values
