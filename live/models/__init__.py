"""The outbox and its counter."""

from live.models.outbox import EventCounter, OutboxEvent

__all__ = ["EventCounter", "OutboxEvent"]
