"""A batch on its way through the steps. All times are microseconds since 1970, UTC."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from fleet.detectors.base import Raised
from fleet.pipeline.delivery import Delivery
from fleet.pipeline.rows import Rows
from fleet.protocols.fix import Heartbeat
from fleet.watch.book import NOBODY_WATCHES, Watch


@dataclass(frozen=True, slots=True)
class Stay:
    """A device's time in a vehicle, from ``start_us`` until before ``end_us`` (None: open)."""

    vehicle_id: int
    agency_id: int
    start_us: int | None
    end_us: int | None


class Watched(NamedTuple):
    """How far the detectors of a device have come: the fix that they know of, and in which vehicle.

    They are asked again at ``wake_us`` (``NEVER``: only when something changes). ``memory`` is what they remember, by
    detector; None: as it was read.
    """

    vehicle_id: int
    us: int
    content: int
    wake_us: int
    memory: dict[str, Any] | None = None


@dataclass(slots=True)
class Known:
    """A device and its state, whose row this transaction has locked. Mirrors the model DeviceState.

    ``before`` is (vehicle, fix time, lon, lat, speed, state) as they were before this batch. ``detectors`` is the JSON
    that was read, None where nothing is remembered; ``watched`` how far they have come now, None: no further.
    """

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
    unbuilt_us: int | None = None
    seen_vehicle_id: int | None = None
    seen_us: int | None = None
    seen_content: int | None = None
    wake_us: int | None = None
    detectors: str | None = None
    clock_offset_s: int = 0
    stays: list[Stay] = field(default_factory=list)
    agency_id: int = 0
    moved: bool = False
    before: tuple[int | None, int | None, float | None, float | None, float | None, int] = (None,) * 5 + (0,)
    watched: Watched | None = None

    def stay_at(self, fix_us: int) -> Stay | None:
        """The stay that holds a moment."""
        for stay in self.stays:
            begun = stay.start_us is None or stay.start_us <= fix_us
            if begun and (stay.end_us is None or fix_us < stay.end_us):
                return stay
        return None


@dataclass(frozen=True, slots=True)
class SetAside:
    """A message for the quarantine."""

    delivery: Delivery
    index: int
    identity: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Happened:
    """An event, and of which vehicle; ``live``: it is told to walls. None for a place: the device never had one."""

    device_id: int
    vehicle_id: int
    agency_id: int
    lon: float | None
    lat: float | None
    live: bool
    raised: Raised


@dataclass(slots=True)
class Batch:
    """What is stored in one transaction. ``doubtful``: ask the database about a copy of every single fix.

    ``told``: the outbox has news, so the hubs are to be woken after the commit.
    """

    deliveries: Sequence[Delivery]
    doubtful: bool = False
    watch: Watch = NOBODY_WATCHES
    known: dict[str, Known] = field(default_factory=dict)
    devices: list[Known] = field(default_factory=list)
    rows: Rows = field(default_factory=lambda: Rows((), (), ()))
    beats: list[tuple[Known, Heartbeat, int]] = field(default_factory=list)
    aside: list[SetAside] = field(default_factory=list)
    events: list[Happened] = field(default_factory=list)
    told: bool = False

    def moved(self) -> list[Known]:
        """The devices whose live position this batch changed, of those that are in a vehicle."""
        return [known for known in self.devices if known.moved and known.vehicle_id is not None]
