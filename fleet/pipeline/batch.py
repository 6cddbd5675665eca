"""A batch on its way through the steps. All times are microseconds since 1970, UTC."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from fleet.pipeline.delivery import Delivery
from fleet.protocols.fix import Fix


@dataclass(frozen=True, slots=True)
class Stay:
    """A device's time in a vehicle, from ``start_us`` until before ``end_us`` (None: open)."""

    vehicle_id: int
    agency_id: int
    start_us: int | None
    end_us: int | None


@dataclass(slots=True)
class Known:
    """A device and its state, whose row this transaction has locked. Mirrors the model DeviceState."""

    device_id: int
    last_contact_us: int | None = None
    newest_us: int | None = None
    fix_us: int | None = None
    arrival_us: int | None = None
    vehicle_id: int | None = None
    lon: float | None = None
    lat: float | None = None
    speed_mps: float | None = None
    course_deg: float | None = None
    accuracy_m: float | None = None
    state: int = 0
    suspect_us: int | None = None
    suspect_lon: float | None = None
    suspect_lat: float | None = None
    stored: int = 0
    marked: int = 0
    copies: int = 0
    stays: list[Stay] = field(default_factory=list)
    agency_id: int = 0
    moved: bool = False

    def stay_at(self, fix_us: int) -> Stay | None:
        """The stay that holds a moment."""
        for stay in self.stays:
            begun = stay.start_us is None or stay.start_us <= fix_us
            if begun and (stay.end_us is None or fix_us < stay.end_us):
                return stay
        return None


@dataclass(slots=True)
class Item:
    """One fix of a known device."""

    known: Known
    fix: Fix
    arrival_us: int
    fix_us: int = 0
    content: int = 0
    state: int = 0
    marks: int = 0
    stay: Stay | None = None
    attributes: bytes | None = None

    @property
    def key(self) -> tuple[int, int, int]:
        """What makes two copies of a record one row."""
        return (self.known.device_id, self.fix_us, self.content)


@dataclass(frozen=True, slots=True)
class SetAside:
    """A message for the quarantine."""

    delivery: Delivery
    index: int
    identity: str
    reason: str
    detail: str


@dataclass(slots=True)
class Batch:
    """What is stored in one transaction. ``doubtful``: ask the database about a copy of every single fix."""

    deliveries: Sequence[Delivery]
    doubtful: bool = False
    known: dict[str, Known] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    aside: list[SetAside] = field(default_factory=list)

    def moved(self) -> list[Known]:
        """The devices whose live position this batch changed, of those that are in a vehicle."""
        return [known for known in self.known.values() if known.moved and known.vehicle_id is not None]
