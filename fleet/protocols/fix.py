"""What every decoder turns its bytes into. Past this point: degrees WGS 84, m/s, metres, seconds, UTC."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from fleet.protocols.rejection import Reason

Attribute = str | int | float | bool
NO_ATTRIBUTES: Mapping[str, Attribute] = {}


class Fix(NamedTuple):
    """One record of a device that says where it was.

    ``fix_time`` is None when the device gave none: it was then. ``valid`` is the device's own word about the fix. None
    means unknown in every other field too; what a sensor cannot have measured (see ``limits``) is unknown.

    A tuple, because a frozen dataclass of this many fields takes four times as long to make.
    """

    identity: str
    lon: float
    lat: float
    fix_time: datetime | None = None
    valid: bool = True
    speed_mps: float | None = None
    course_deg: float | None = None
    altitude_m: float | None = None
    accuracy_m: float | None = None
    moving: bool | None = None
    ignition: bool | None = None
    external_power: bool | None = None
    sos: bool = False
    battery_pct: float | None = None
    attributes: Mapping[str, Attribute] = NO_ATTRIBUTES


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """A sign of life without a position, and what it tells of the device. None is unknown."""

    identity: str
    time: datetime | None = None
    ignition: bool | None = None
    external_power: bool | None = None
    sos: bool = False
    battery_pct: float | None = None
    attributes: Mapping[str, Attribute] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that cannot be understood, why, and whose it may be (empty: nobody knows)."""

    reason: Reason
    identity: str = ""


Message = Fix | Heartbeat | Rejected
