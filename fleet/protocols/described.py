"""Messages as plain data, for a bench and for people who look at a single frame."""

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fleet.protocols.fix import Fix, Heartbeat, Rejected


def described(message: Fix | Heartbeat | Rejected) -> dict[str, Any]:
    """The fields that are known, under their names in the code; times in ISO 8601, UTC."""
    if isinstance(message, Fix):
        fields = message._asdict()
    elif isinstance(message, Heartbeat):
        fields = {field.name: getattr(message, field.name) for field in dataclasses.fields(message)}
    else:
        return {"code": message.reason.code.value, "parameters": list(message.reason.parameters)}
    return {name: _plain(value) for name, value in fields.items() if value is not None and value != {}}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return dict(value) if isinstance(value, Mapping) else value
