"""What a webhook is sent. The packages that register events extend `Message` by what their events hold."""

from typing import Literal, TypedDict

from pydantic import BaseModel, ConfigDict


class Envelope(TypedDict):
    """What every message holds besides its type and its event."""

    id: str
    webhook_id: int


class Message(BaseModel):
    """``id`` is also the Idempotency-Key: it is the same whenever the same event is sent to this webhook."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_serialization_defaults_required=True)

    id: str
    type: str
    webhook_id: int


class TestMessage(Message):
    """A message that an administrator sends to try a webhook; it holds no event."""

    type: Literal["test"] = "test"
    event: None = None
