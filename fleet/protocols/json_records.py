"""A body of JSON that holds one record, or an array of them."""

import json
from collections.abc import Callable
from typing import Any, Final

from fleet.protocols.rejection import Reason, RejectionReason, reason

MAX_RECORDS: Final = 10_000


def read(body: bytes) -> list[Any] | Reason:
    """The records of a body, in its order and at least one, or why there are none."""
    try:
        document = json.loads(body)
    except json.JSONDecodeError as error:
        return reason(RejectionReason.BROKEN_JSON, error.pos + 1)
    except ValueError:
        return reason(RejectionReason.UNREADABLE_JSON)
    except RecursionError:
        return reason(RejectionReason.TOO_DEEP)
    records = document if isinstance(document, list) else [document]
    return records if 1 <= len(records) <= MAX_RECORDS else reason(RejectionReason.RECORD_COUNT, len(records))


def splitter(body: bytes) -> Callable[[int], bytes | None]:
    """The body of record ``index`` alone, or None where the body is no array or has no such record.

    The body is read once, when the first record is asked for.
    """
    records: list[Any] | None = None

    def part(index: int) -> bytes | None:
        nonlocal records
        if records is None:
            records = _array(body)
        try:
            return json.dumps(records[index]).encode()
        except (IndexError, ValueError, RecursionError):
            return None

    return part


def _array(body: bytes) -> list[Any]:
    stripped = body.strip()
    if not stripped.startswith(b"["):
        return []
    try:
        document = json.loads(stripped)
    except (ValueError, RecursionError):
        return []
    # Too many records are one message, see ``read``.
    return document if isinstance(document, list) and len(document) <= MAX_RECORDS else []
