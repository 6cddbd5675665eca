"""What can truthfully be said of a vehicle from the age of its position."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from fleet.detectors import state_bits

SILENT_AFTER: Final = timedelta(minutes=5)
"""A tracker at rest reports every few minutes; the wall's own limit, see frontend/src/map/entities/vehicle/looks.ts."""


class Condition(StrEnum):
    """What a vehicle does, as far as is known."""

    SOS = "sos"
    MOVING = "moving"
    STOPPED = "stopped"
    SILENT = "silent"
    NEVER = "never"


@dataclass(frozen=True)
class LastHeard:
    """The latest believed fix of a vehicle, and when one of its devices last said anything at all."""

    fix_time: datetime | None = None
    state: int = 0
    contact: datetime | None = None

    def condition(self, now: datetime) -> Condition:
        """An SOS stays one however old it is: nobody has answered it by its growing old."""
        if self.fix_time is None:
            return Condition.NEVER
        if self.state & state_bits.SOS:
            return Condition.SOS
        if now - self.fix_time > SILENT_AFTER:
            return Condition.SILENT
        return Condition.MOVING if self.state & state_bits.MOVING else Condition.STOPPED

    def in_contact(self, now: datetime) -> bool:
        """Whether a device was heard of lately, with a position or without."""
        return self.contact is not None and now - self.contact <= SILENT_AFTER
