"""From a request to fixes.

Sources: the requests that Traccar Client (up to 8, 9, 10) and OsmAnd send, and the parameter names documented at
https://www.traccar.org/osmand/. Flat records (query, form, JSON) give speed in knots, the nested JSON of Traccar
Client 9 in m/s.
"""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qsl

from fleet.protocols import json_records
from fleet.protocols.fix import Message, Rejected
from fleet.protocols.osmand import flat, nested
from fleet.protocols.osmand.request import Request
from fleet.protocols.osmand.values import Unreadable, identity_of
from fleet.protocols.rejection import Reason, RejectionReason, reason

NAME: Final = "osmand"
MAX_FIELDS: Final = 200
MAX_FORM_BYTES: Final = 64 * 1024
"""A form holds one record. A megabyte of escapes would take more than a second to read, and all others wait for it."""


def decode(request: Request) -> list[Message]:
    """The records of a request, in its order; at least one, and never an exception for what a client can send."""
    body = request.body.strip()
    if body[:1] in (b"{", b"["):
        return _json(body)
    if len(body) > MAX_FORM_BYTES:
        return [Rejected(reason(RejectionReason.NEITHER_FORM_NOR_JSON))]
    try:
        fields = form_fields(request.query)
        if body:
            fields.update(form_fields(body))
    except ValueError:
        return [Rejected(reason(RejectionReason.NEITHER_FORM_NOR_JSON))]
    return [_flat(fields)]


def form_fields(text: bytes) -> dict[str, str]:
    """The names of a form that have a value, each with its last one. Raises ValueError for no form, and too long ones.

    As ``parse_qsl`` reads it, which is only asked where something is escaped: phones rarely do that.
    """
    if b"%" in text or b"+" in text:
        return dict(parse_qsl(text.decode(), max_num_fields=MAX_FIELDS))
    fields = text.decode().split("&")
    if len(fields) > MAX_FIELDS:
        raise ValueError(len(fields))
    return {name: value for name, _, value in [field.partition("=") for field in fields] if value}


def _json(body: bytes) -> list[Message]:
    records = json_records.read(body)
    if isinstance(records, Reason):
        return [Rejected(records)]
    return [_record(record) for record in records]


def _record(record: Any) -> Message:
    if not isinstance(record, dict):
        return Rejected(reason(RejectionReason.NOT_AN_OBJECT))
    if isinstance(record.get("location"), dict):
        return _guarded(nested.decode, record)
    return _flat(record)


def _flat(record: Mapping[str, Any]) -> Message:
    return _guarded(flat.decode, record)


def _guarded(decode_record: Any, record: Mapping[str, Any]) -> Message:
    try:
        message: Message = decode_record(record)
    except Unreadable as error:
        return Rejected(error.reason, identity_of(record))
    except RecursionError:
        return Rejected(reason(RejectionReason.TOO_DEEP), identity_of(record))
    return message
