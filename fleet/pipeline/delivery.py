"""What one request or frame brought."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from fleet.protocols.fix import Message


@dataclass(frozen=True, slots=True)
class Unstorable:
    """A message that the database refused, and why."""

    identity: str
    why: str


class Delivery(NamedTuple):
    """Messages that are acknowledged together.

    ``arrival_us`` is in microseconds since 1970, UTC. ``raw(i)`` gives the bytes of message ``i`` alone, for the
    quarantine; it is called only when they are needed. ``password`` is the ``fleet.devices.secrets.fingerprint`` of the
    one that came with it, 0 for none. A tuple, for the same reason as ``Fix``.
    """

    messages: Sequence[Message | Unstorable]
    arrival_us: int
    protocol: str
    transport: str
    remote: str
    raw: Callable[[int], bytes]
    password: int = 0

    @property
    def identity(self) -> str:
        """Whose it is, by its first message; empty when nobody knows."""
        return self.messages[0].identity if self.messages else ""
