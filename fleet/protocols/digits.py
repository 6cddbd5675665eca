"""Numbers as trackers write them in text: plain digits with bounds, nothing that only Python takes for a number."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from fleet.protocols.attributes import Alarm
from fleet.protocols.fix import Attribute

_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]{1,15}(?:\.[0-9]{0,12})?|\.[0-9]{1,12})")
_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,15}")
_HEX: Final = re.compile(r"[0-9A-Fa-f]{1,12}")
FIRST_YEAR: Final = 2000
AHEAD: Final = timedelta(hours=25)
"""How far before the arrival a device's clock may be: the widest zone taken for UTC, and an hour."""


def number(text: str) -> float | None:
    """A decimal number, or None for anything else."""
    stripped = text.strip()
    return float(stripped) if _DECIMAL.fullmatch(stripped) else None


def whole(text: str) -> int | None:
    """A whole number, or None for anything else."""
    stripped = text.strip()
    return int(stripped) if _WHOLE.fullmatch(stripped) else None


def hexadecimal(text: str) -> int | None:
    """A hexadecimal number of at most 12 digits, or None for anything else."""
    stripped = text.strip()
    return int(stripped, 16) if _HEX.fullmatch(stripped) else None


def moment(parts: Sequence[int]) -> datetime | None:
    """Year, month, day, hour, minute, second in UTC; None where the calendar has no such moment."""
    try:
        year, month, day, hour, minute, second = parts
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None


def believable(time: datetime | None, arrival: datetime) -> bool:
    """Whether a device can have measured at that time: after 1999 and not further ahead than a zone."""
    return time is None or (time.year >= FIRST_YEAR and time <= arrival + AHEAD)


def printable(text: str, longest: int = 500) -> str:
    """``text`` without what the database cannot hold; line ends stay."""
    return "".join(sign for sign in text[:longest] if sign.isprintable() or sign == "\n")


def put(attributes: dict[str, Attribute], name: str, value: Attribute | None) -> None:
    """Keep what is known."""
    if value is not None and value != "":
        attributes[name] = value


def joined(alarms: Sequence[Alarm]) -> str | None:
    """Alarm codes as one attribute, in order and each once; None when there are none."""
    return ",".join(dict.fromkeys(alarms)) or None
