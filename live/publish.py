"""The only listener by which an event leaves an app."""

from collections.abc import Iterable

from django.db import connection, transaction

from live import wakeup
from live.events import Event
from live.models import OutboxEvent
from live.registry import event_types


def publish(event: Event, audiences: Iterable[str]) -> None:
    """Write ``event`` into the outbox, in the transaction of the change it tells of, and wake the hubs on commit.

    ``audiences`` are ``centre``, ``agency:<id>`` and ``public``. Call it after the change has been written (the row
    lock of the changed object is what keeps two events of one object in order). A transaction wakes the hubs once, and
    never waits for it. Raises RuntimeError outside a transaction, ValueError for an event type that nobody registered.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{event.type} must be published inside the transaction that makes the change")
    if event_types().get(event.type) is not type(event):
        raise ValueError(f"{event.type} is not registered with live.registry")
    OutboxEvent.objects.create(
        type=event.type,
        object_id=event.id,
        data=event.model_dump(mode="json"),
        audiences=sorted(set(audiences)),
    )
    # A savepoint that is rolled back takes its callbacks with it, so what is found here will run.
    if not any(entry[1] is wakeup.wake_hubs for entry in connection.run_on_commit):
        transaction.on_commit(wakeup.wake_hubs)
