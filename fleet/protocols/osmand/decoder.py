"""From a request to fixes.

Sources: the requests that Traccar Client (up to 8, 9, 10) and OsmAnd send, and the parameter names documented at
https://www.traccar.org/osmand/. Flat records (query, form, JSON) give speed in knots, the nested JSON of Traccar
Client 9 in m/s.
"""

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qsl

from fleet.protocols.fix import Message, Rejected
from fleet.protocols.osmand import flat, nested
from fleet.protocols.osmand.request import Request
from fleet.protocols.osmand.values import Unreadable, identity_of

NAME: Final = "osmand"
MAX_RECORDS: Final = 10_000


def decode(request: Request) -> list[Message]:
    """The records of a request, in its order; at least one, and never an exception for what a client can send."""
    body = request.body.strip()
    if body[:1] in (b"{", b"["):
        return _json(body)
    try:
        names: list[tuple[str, str]] = parse_qsl(request.query.decode(), max_num_fields=200)
        if body:
            names += parse_qsl(body.decode(), max_num_fields=200)
    except ValueError as error:
        return [Rejected(f"neither a form nor JSON: {error}"[:200])]
    return [_flat(dict(names))]


def _json(body: bytes) -> list[Message]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        return [Rejected(f"JSON that cannot be read: {error}"[:200])]
    records = document if isinstance(document, list) else [document]
    if not 1 <= len(records) <= MAX_RECORDS:
        return [Rejected(f"an upload of {len(records)} records")]
    return [_record(record) for record in records]


def _record(record: Any) -> Message:
    if not isinstance(record, dict):
        return Rejected("a record that is not an object")
    if isinstance(record.get("location"), dict):
        return _guarded(nested.decode, record)
    return _flat(record)


def _flat(record: Mapping[str, Any]) -> Message:
    return _guarded(flat.decode, record)


def _guarded(decode_record: Any, record: Mapping[str, Any]) -> Message:
    try:
        message: Message = decode_record(record)
    except Unreadable as error:
        return Rejected(str(error)[:200], identity_of(record))
    return message
