"""The whole live state of an audience, true as of one event number."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from live import outbox
from live.registry import entities


@dataclass(frozen=True)
class StateSnapshot:
    """``state`` maps an entity's name to its objects; every event up to ``number`` is in it."""

    number: int
    state: dict[str, list[dict[str, Any]]]


def take(audience: str, names: Collection[str] | None = None) -> StateSnapshot:
    """Read what ``audience`` may see of the entities ``names`` (None: all), in one fixed view of the database.

    The number is read in the same view: a numbered event was committed before it was numbered, so its change is in the
    view too. Changes that are not numbered yet may be in it as well, and come again as events, which is harmless.
    """
    with transaction.atomic(durable=not connection.in_atomic_block):
        if len(connection.savepoint_ids) == 0:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        number = outbox.last_number()
        state = {
            name: [event.model_dump(mode="json") for event in entity.snapshot(audience)]
            for name, entity in entities().items()
            if names is None or name in names
        }
    return StateSnapshot(number, state)
