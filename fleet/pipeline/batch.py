"""A batch on its way through the steps. All times are microseconds since 1970, UTC."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from fleet.detectors.base import Raised
from fleet.pipeline.delivery import Delivery
from fleet.pipeline.rows import Rows
from fleet.pipeline.states import States
from fleet.protocols.fix import Heartbeat
from fleet.rules.ruleset import NOBODY_WATCHES, Watch


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

    ``states`` are those of the known devices, whose rows this transaction has locked; ``places`` tells the place
    of each identity in them. ``beats`` are signs of life: place of the device, what it said, arrival, bit of the
    listener.
    ``departed``: the rows that are the last of a vehicle whose device goes on in another one.
    ``told``: the outbox has news, so the hubs are to be woken after the commit.
    """

    deliveries: Sequence[Delivery]
    doubtful: bool = False
    watch: Watch = NOBODY_WATCHES
    states: States = field(default_factory=lambda: States(()))
    places: dict[str, int] = field(default_factory=dict)
    rows: Rows = field(default_factory=lambda: Rows((), (), ()))
    beats: list[tuple[int, Heartbeat, int, int]] = field(default_factory=list)
    aside: list[SetAside] = field(default_factory=list)
    events: list[Happened] = field(default_factory=list)
    departed: np.ndarray = field(default_factory=lambda: np.empty(0, np.intp))
    told: bool = False
