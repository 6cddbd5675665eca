"""Log lines without what opens something: queries, share links, drive codes, tracking codes, API keys."""

import logging
import re
from typing import Final

_REDACTIONS: Final = (
    (
        re.compile(
            r"(/(?:share|fleet/take|status|(?:pengaduan|lapor)/terkirim|api/v1/(?:complaints|reports))/)[^\s/?\"'<>]+"
        ),
        r"\1-",
    ),
    (re.compile(r"(/[^\s?\"'<>]*)\?[^\s\"'<>]+"), r"\1?-"),
    (re.compile(r"\bpantau_[A-Za-z0-9_-]{20,}"), "pantau_-"),
    (re.compile(r"(?i)\b(bearer|basic) [A-Za-z0-9._~+/=-]{8,}"), r"\1 -"),
)


def redact(text: str) -> str:
    """``text`` with a dash in place of each secret that an address or a header carries."""
    for pattern, replacement in _REDACTIONS:
        text = pattern.sub(replacement, text)
    return text


class RedactingFormatter(logging.Formatter):
    """Redacts the finished line, so that arguments and tracebacks are covered whoever logs."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))
