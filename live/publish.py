"""The only door by which an event leaves an app."""

import logging
from collections.abc import Iterable

import redis
from django.db import connection, transaction

from live import wakeup
from live.events import Event
from live.models import OutboxEvent
from live.registry import event_types

logger = logging.getLogger(__name__)


def publish(event: Event, audiences: Iterable[str]) -> None:
    """Write ``event`` into the outbox, in the transaction of the change it tells of, and wake the hubs on commit.

    ``audiences`` are ``centre``, ``agency:<id>`` and ``public``. Call it after the change has been written (the row
    lock of the changed object is what keeps two events of one object in order). Raises RuntimeError outside a
    transaction, ValueError for an event type that nobody registered.
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
    transaction.on_commit(_wake_hubs)


def _wake_hubs() -> None:
    # A lost wake-up costs a second: every hub also looks by itself.
    try:
        wakeup.publish_wakeup()
    except redis.RedisError as error:
        logger.warning("hubs were not woken, they will look by themselves: %s", error)
