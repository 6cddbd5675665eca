"""Why nothing useful comes from a device. Asked by the clock, since nothing else would ask."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from fleet.detectors.base import MINUTE_US
from fleet.detectors.settings import Silence

Why = Literal["parked", "no_signal", "no_fix", "tampered"]


@dataclass(frozen=True, slots=True)
class Heard:
    """What is known of a device: its last sign of life, its last believed fix, and what that said."""

    contact_us: int
    fix_us: int
    moving: bool
    ignition: bool | None
    tampered: bool

    @property
    def in_use(self) -> bool:
        """Whether it should be heard often: it was moving, or its engine ran."""
        return self.moving or bool(self.ignition)


class Verdict(NamedTuple):
    """Why it is silent, the last moment that it was not, and the moment from which it counts as silent."""

    why: Why
    since_us: int
    due_us: int


def judge(heard: Heard, now_us: int, settings: Silence, listening_us: int = 0) -> Verdict | None:
    """None: nothing is amiss. ``listening_us``: since when somebody has been there to hear it."""
    minutes = settings.driving_minutes if heard.in_use else settings.parked_minutes
    due = max(heard.contact_us, listening_us) + round(minutes * MINUTE_US)
    if now_us >= due:
        why: Why = "no_signal" if heard.in_use else "parked"
        return Verdict("tampered" if heard.tampered else why, heard.contact_us, due)
    due = max(heard.fix_us, listening_us) + round(settings.no_fix_minutes * MINUTE_US)
    if heard.in_use and now_us >= due and heard.contact_us > heard.fix_us:
        return Verdict("no_fix", heard.fix_us, due)
    return None


def is_back(heard: Heard, heard_since_us: int, settings: Silence) -> bool:
    """Whether it has been heard for long enough that its silence is over; a single sign of life is not."""
    return heard.contact_us - heard_since_us >= settings.heard_minutes * MINUTE_US
