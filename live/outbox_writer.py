"""The outbox for writers with a connection of their own; ``live.publish`` is the listener of all others."""

from collections.abc import Sequence
from typing import Any, Final

import psycopg
from psycopg.types.json import Jsonb

from live.events import Event
from live.registry import event_types

_WRITE: Final = """
INSERT INTO live_outboxevent (type, object_id, data, audiences, created_at)
VALUES (%s, %s, %s, %s, now())
"""


async def write(connection: psycopg.AsyncConnection[Any], events: Sequence[tuple[Event, Sequence[str]]]) -> None:
    """Write events with their audiences in the connection's transaction; whoever commits it wakes the hubs.

    Raises ValueError for an event type that nobody registered, as ``live.publish`` does.
    """
    for event, _ in events:
        if event_types().get(event.type) is not type(event):
            raise ValueError(f"{event.type} is not registered with live.registry")
    rows = [
        (event.type, event.id, Jsonb(event.model_dump(mode="json")), sorted(set(audiences)))
        for event, audiences in events
    ]
    await connection.cursor().executemany(_WRITE, rows)
