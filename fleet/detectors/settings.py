"""What can be set for each detector, with its limits and its default."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from fleet.detectors.hours import WeeklyHours
from fleet.rules.kinds import RuleKind

Minutes = Annotated[float, Field(ge=0, le=7 * 24 * 60)]
OFFICE_HOURS: Final = WeeklyHours.every(range(5), 7 * 60 + 30, 16 * 60)
ALWAYS: Final = WeeklyHours.every(range(7), 0, 1440)


class RuleSettings(BaseModel):
    """Base of all settings: unknown names are refused, and nothing changes once read."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Geofence(RuleSettings):
    """Of the rule's zone, or of every published one."""

    enter: bool = True
    leave: bool = True
    cross: bool = True


class ZoneHours(RuleSettings):
    """The vehicle must be inside, or outside, the zone while ``hours`` run."""

    must_be: Literal["inside", "outside"] = "outside"
    hours: WeeklyHours = ALWAYS
    grace_minutes: Minutes = 2


class Dwell(RuleSettings):
    """Inside the zone without leaving it."""

    minutes: Minutes = 60


class Overspeed(RuleSettings):
    """A rule with a zone counts instead of the general ones while the vehicle is in that zone."""

    limit_kmh: float = Field(default=100, gt=0, le=400)
    seconds: float = Field(default=15, ge=0, le=3600)


class Harsh(RuleSettings):
    """``computed``: also from the change of speed between fixes at most ``interval_s`` apart."""

    braking_mps2: float = Field(default=3.9, gt=0, le=30)
    acceleration_mps2: float = Field(default=3.4, gt=0, le=30)
    computed: bool = True
    interval_s: float = Field(default=5, gt=0, le=30)


class Ignition(RuleSettings):
    """Noted for the timeline."""

    on: bool = True
    off: bool = True


class Idling(RuleSettings):
    """Engine on, not moving."""

    minutes: Minutes = 10


class Towing(RuleSettings):
    """Ignition known to be off, moving for so long and so far from where it began."""

    seconds: float = Field(default=60, ge=0, le=3600)
    metres: float = Field(default=200, ge=0, le=50_000)


class Power(RuleSettings):
    """The tracker's supply from the vehicle; nothing to set."""


class Jamming(RuleSettings):
    """Jamming, tampering, accidents as the device reports them; nothing to set."""


class Sos(RuleSettings):
    """Nothing to set."""


class Silence(RuleSettings):
    """How long a vehicle may say nothing, by what it did last; flapping is avoided by ``heard_minutes`` of hearing it.

    ``no_fix_minutes``: heard, but without a position; ``stuck_minutes``: the same place to the digit while it moves.
    """

    driving_minutes: Minutes = 10
    parked_minutes: Minutes = 26 * 60
    no_fix_minutes: Minutes = 15
    stuck_minutes: Minutes = 10
    heard_minutes: Minutes = 3


class Duty(RuleSettings):
    """``hours``: when the vehicle may be driven; days without any are the holder's weekend."""

    hours: WeeklyHours = OFFICE_HOURS
    outside_hours: bool = True
    weekend: bool = True
    outside_area: bool = False
    minutes: Minutes = 5


class DriverHours(RuleSettings):
    """Driving and rest: KP.2081/2019, 8 hours a day, a rest of 30 minutes after 4 hours."""

    continuous_hours: float = Field(default=4, gt=0, le=24)
    rest_minutes: Minutes = 30
    daily_hours: float = Field(default=8, gt=0, le=24)


class Papers(RuleSettings):
    """So many days before a paper runs out it is said, each once."""

    days_before: tuple[Annotated[int, Field(ge=0, le=365)], ...] = (30, 7, 1)


SETTINGS: Final[Mapping[RuleKind, type[RuleSettings]]] = {
    RuleKind.GEOFENCE: Geofence,
    RuleKind.ZONE_HOURS: ZoneHours,
    RuleKind.DWELL: Dwell,
    RuleKind.OVERSPEED: Overspeed,
    RuleKind.HARSH: Harsh,
    RuleKind.IGNITION: Ignition,
    RuleKind.IDLING: Idling,
    RuleKind.TOWING: Towing,
    RuleKind.POWER: Power,
    RuleKind.JAMMING: Jamming,
    RuleKind.SOS: Sos,
    RuleKind.SILENCE: Silence,
    RuleKind.DUTY: Duty,
    RuleKind.DRIVER_HOURS: DriverHours,
    RuleKind.PAPERS: Papers,
}
ABOUT_ZONES: Final = frozenset({RuleKind.GEOFENCE, RuleKind.ZONE_HOURS, RuleKind.DWELL, RuleKind.OVERSPEED})
"""Every rule of these that reaches a vehicle counts; of the others only the narrowest."""
WITHOUT_A_RULE: Final = frozenset(RuleKind) - ABOUT_ZONES - {RuleKind.DUTY} | {RuleKind.OVERSPEED}
"""What looks after every vehicle, with the defaults, until a rule says otherwise."""
