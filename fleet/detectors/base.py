"""What detectors see, remember and say. Times are microseconds since 1970, UTC."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Any, Final, NamedTuple

from fleet.detectors import state_bits
from fleet.events.kinds import EventKind
from fleet.rules.kinds import RuleKind

NEVER: Final = 1 << 62
SECOND_US: Final = 1_000_000
MINUTE_US: Final = 60 * SECOND_US
HOUR_US: Final = 60 * MINUTE_US
GAP_US: Final = 5 * MINUTE_US
"""Longer than this between two fixes, nobody knows what the vehicle did."""

Memory = dict[str, Any]
"""What one detector remembers of one device, as JSON holds it; empty: nothing."""
Cause = tuple[int, int]
"""The key of a position of the device: its fix time and its content."""


class Sample(NamedTuple):
    """A believed fix of a device in a vehicle. ``zones`` hold it; ``crossed`` were passed since the fix before it.

    A zone's number is its id; the area of an agency is counted as the zone ``-id`` of the agency.
    """

    us: int
    content: int
    lon: float
    lat: float
    speed_mps: float | None
    state: int
    zones: frozenset[int] = frozenset()
    crossed: frozenset[int] = frozenset()
    alarms: frozenset[str] = frozenset()

    @property
    def cause(self) -> Cause:
        """The key of its position."""
        return (self.us, self.content)

    @property
    def moving(self) -> bool:
        """Whether it moves."""
        return bool(self.state & state_bits.MOVING)

    @property
    def ignition(self) -> bool | None:
        """None: the device does not know."""
        return bool(self.state & state_bits.IGNITION_ON) if self.state & state_bits.IGNITION_KNOWN else None


class Applied(NamedTuple):
    """A rule as it reaches one vehicle; id 0 is the default that nobody wrote.

    ``settings`` are of the class that ``fleet.detectors.settings.SETTINGS`` names for the detector.
    """

    rule_id: int
    zone_id: int | None
    settings: Any
    severity: int


@dataclass(frozen=True, slots=True)
class VehicleRules:
    """Everything that is looked for in one vehicle's fixes, and where.

    ``speed_floors_mps`` (outside of all zones, inside of some) and ``harsh_floor_mps2``: below them nothing is found.
    ``names`` are those of the zones that are looked at.
    """

    by_kind: Mapping[RuleKind, Sequence[Applied]]
    zone: tzinfo = UTC
    agency_id: int = 0
    speed_floors_mps: tuple[float, float] = (float("inf"), float("inf"))
    harsh_floor_mps2: float = float("inf")
    names: Mapping[int, str] = field(default_factory=dict)

    def of(self, kind: RuleKind) -> Sequence[Applied]:
        """The rules of one detector, narrowest first."""
        return self.by_kind.get(kind, ())


class Raised(NamedTuple):
    """An event. ``subject`` is the zone or rule that makes it another one than its like at the same moment."""

    kind: EventKind
    severity: int
    time_us: int
    since_us: int
    causes: tuple[Cause, ...]
    detail: Mapping[str, str | float | int | bool]
    subject: int = 0
    zone_id: int | None = None


class Outcome(NamedTuple):
    """What a detector made of one fix: its new memory, what it says, and when it must be asked again.

    Between ``wake_us`` and now it need not see a fix that changes nothing: neither state, zones nor alarms, that is not
    above the floors and follows its predecessor within ``GAP_US``.
    """

    memory: Memory
    raised: Sequence[Raised] = ()
    wake_us: int = NEVER


NOTHING: Final = Outcome({})
Step = Callable[[Memory, Sample, Sample, VehicleRules], Outcome]
"""(memory, the fix before, this fix, rules) -> outcome."""
