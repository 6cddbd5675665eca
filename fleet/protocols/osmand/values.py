"""Reading single values as clients write them."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from fleet.protocols.fix import Attribute
from fleet.protocols.rejection import RejectionReason, reason

IDENTITY_NAMES: Final = ("id", "deviceid", "device_id", "uniqueid")
# What GPSLogger can say of itself, for want of a better name: the number of the Android, or of the phone.
FALLBACK_NAMES: Final = ("aid", "ser")
# Seconds up to the year 5138, milliseconds from the year 1973: no time in use is both.
_FIRST_MILLISECONDS: Final = 1e11
# The first moment of the calendar, and the end of its last year but one: nothing is rounded up beyond it.
_FIRST_S: Final = datetime(1, 1, 1, tzinfo=UTC).timestamp()
_END_S: Final = datetime(9999, 1, 1, tzinfo=UTC).timestamp()
_TRUE: Final = frozenset({"true", "1", "yes", "on", "t"})
_FALSE: Final = frozenset({"false", "0", "no", "off", "f", ""})
_MAX_TEXT: Final = 500


class Unreadable(ValueError):
    """A value that decides about the whole record and cannot be read."""

    def __init__(self, code: RejectionReason, *parameters: object) -> None:
        super().__init__(code)
        self.reason = reason(code, *parameters)


def number(name: str, value: Any) -> float | None:
    """A finite number from JSON or text; None for nothing. Raises Unreadable for anything else."""
    try:
        result = float(value)
    except (TypeError, ValueError, OverflowError):
        if value is None or value == "":
            return None
        raise Unreadable(RejectionReason.NOT_A_NUMBER, name, value) from None
    if not math.isfinite(result):
        raise Unreadable(RejectionReason.NOT_FINITE, name)
    return result


def reading(value: Any) -> float | None:
    """As ``number``, for a reading that the record can do without: what cannot be read is unknown."""
    try:
        return number("", value)
    except Unreadable:
        return None


def truth(value: Any) -> bool | None:
    """Yes, no, or None when it is neither."""
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    return True if word in _TRUE else False if word in _FALSE else None


def moment(value: Any) -> datetime | None:
    """Epoch seconds or milliseconds, ISO 8601, or ``yyyy-MM-dd HH:mm:ss`` (UTC where no zone is given)."""
    if value is None or value == "":
        return None
    try:
        return _epoch(float(value))
    except (TypeError, ValueError):
        pass
    except OverflowError:
        raise Unreadable(RejectionReason.TIME_BEYOND_CALENDAR, value) from None
    text = str(value).strip()
    if text[-6:-5] == " " and text.count(":") >= 3:
        text = f"{text[:-6]}+{text[-5:]}"  # a plus that a query turned into a space
    try:
        parsed = datetime.fromisoformat(text)
        return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Unreadable(RejectionReason.TIME_UNREADABLE, value) from None


def _epoch(value: float) -> datetime:
    seconds = value / 1000.0 if abs(value) >= _FIRST_MILLISECONDS else value
    if not _FIRST_S <= seconds < _END_S:  # nor is it so for what is no number
        raise OverflowError
    return datetime.fromtimestamp(seconds, UTC)


def identity_of(record: Mapping[str, Any]) -> str:
    """The device's identity, or an empty text."""
    first = record.get("id")
    if isinstance(first, str) and first.isascii() and first.isprintable() and first.strip():
        return first.strip()[:128]
    return _named(record, IDENTITY_NAMES) or _named(record, FALLBACK_NAMES)


def _named(record: Mapping[str, Any], names: tuple[str, ...]) -> str:
    for name, value in record.items():
        if name.lower() in names and isinstance(value, str | int) and not isinstance(value, bool):
            identity = clean(str(value).strip())[:128]
            if identity:
                return identity
    return ""


def require_identity(record: Mapping[str, Any]) -> str:
    """As ``identity_of``; raises Unreadable when there is none or it cannot be one."""
    identity = identity_of(record)
    if not identity:
        raise Unreadable(RejectionReason.NO_IDENTITY)
    return identity


def clean(text: str) -> str:
    """``text`` without control characters and lone surrogates, which the database cannot hold."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(sign for sign in text if sign.isprintable()).encode("utf-8", "ignore").decode()


def attribute(value: Any) -> Attribute | None:
    """A value worth keeping beside the position, or None for nested and endless ones."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if abs(value) < 1 << 63 else None
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return clean(value)[:_MAX_TEXT] if isinstance(value, str) else None
