"""Which values of settings are too weak or too open for a real centre."""

import zlib
from typing import Final
from urllib.parse import urlsplit

_SHORTEST_KEY: Final = 40
_FEWEST_LETTERS: Final = 10
_LEAST_CONTENT: Final = 36
"""Bytes that a random key of the shortest length never compresses below; a repeated pattern does."""
_SHARED_LABELS: Final = frozenset(
    [
        "ac",
        "biz",
        "co",
        "com",
        "desa",
        "edu",
        "go",
        "gob",
        "gov",
        "gouv",
        "mil",
        "mod",
        "my",
        "net",
        "ne",
        "or",
        "org",
        "ponpes",
        "sch",
        "web",
    ]
)
"""Second labels below which strangers have their names, such as go.id; the rest of such a name is one's own."""


def is_weak_key(key: str) -> bool:
    """Whether a signing key is short, or holds too little that is hard to guess."""
    return (
        len(key) < _SHORTEST_KEY
        or len(set(key)) < _FEWEST_LETTERS
        or len(zlib.compress(key.encode(), 9)) < _LEAST_CONTENT
    )


def is_public_origin(origin: str) -> bool:
    """Whether it is ``https://`` and one full host name, with a port or without; no pattern."""
    parts = urlsplit(origin)
    host = parts.hostname or ""
    return parts.scheme == "https" and "*" not in origin and bool(host.strip(".")) and not host.startswith(".")


def is_open_host(host: str) -> bool:
    """Whether an allowed host is a pattern that names of strangers fit, such as ``*``, ``.id`` or ``.go.id``."""
    if "*" in host:
        return True
    if not host.startswith("."):
        return False
    labels = [label for label in host.lower().split(".") if label]
    return len(labels) < 2 or (len(labels) == 2 and labels[0] in _SHARED_LABELS)
