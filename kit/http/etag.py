"""Entity tags (RFC 9110, section 8.8.3) and the question whether the client holds what they name."""

import hashlib

from django.http import HttpRequest
from django.utils.http import parse_etags


def etag_of(content: str | bytes, *, weak: bool = False) -> str:
    """A tag of 128 bits; ``weak``: equal content may differ in its bytes."""
    data = content.encode() if isinstance(content, str) else content
    tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    return f"W/{tag}" if weak else tag


def has_current(request: HttpRequest, etag: str) -> bool:
    """Whether If-None-Match names the tag, so that 304 is the answer."""
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in known or etag in known
