"""The base of every typed event."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Event(BaseModel):
    """One change of one object, as its viewers see it.

    A subclass names its ``type`` as ``<entity>.changed`` or ``<entity>.removed``. A changed event carries the whole
    public face of the object, so that applying it twice, or after a snapshot that already holds it, changes nothing.
    Unknown fields are refused.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: ClassVar[str]
    id: int

    @classmethod
    def entity(cls) -> str:
        """The entity that the event speaks of."""
        return cls.type.partition(".")[0]
