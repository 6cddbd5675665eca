"""Reading JSON from outside at a bounded cost.

Python's parser holds the interpreter's lock until it is done and makes some sixty bytes of every empty list of two, so
what a body holds is estimated from its punctuation before it is parsed.
"""

import json
from typing import Final

from django.http import HttpRequest
from django.http.request import RawPostDataException

MOST_FIELDS: Final = 200
"""Of the outermost object. Whoever checks the fields lists every one that it does not know."""
_PUNCTUATION: Final = (b",", b"[", b"{")


def read_json_request(request: HttpRequest, *, most_bytes: int, most_values: int, when_empty: bytes = b"") -> object:
    """As `read_json_body`, of the body of ``request``; ``when_empty`` is read in place of no body at all.

    Raises ValueError for a body sent as multipart, too: the check of its CSRF token has read it as a form.
    """
    try:
        body = request.body
    except RawPostDataException:
        raise ValueError("sent as a form") from None
    return read_json_body(body or when_empty, most_bytes=most_bytes, most_values=most_values)


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
