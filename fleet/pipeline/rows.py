"""The fixes of a batch as columns: what is done to all of them is done by numpy, a tenth of the cost of a loop."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from fleet.protocols.fix import Fix

NO_VEHICLE: Final = -1


class Rows:
    """Fixes of known devices, one a place in every column; sorted by device and fix time once they have one.

    ``device`` is the place of the device in ``Batch.states``. Times are microseconds since 1970. What is unknown is
    NaN; ``vehicle`` then is ``NO_VEHICLE``. ``led``: the fix moved its device, in its turn. ``listener``: the
    bit of ``fleet.devices.listeners`` that it came over, 0 where there is none.
    """

    COLUMNS: Final = (
        "device", "arrival", "us", "lon", "lat", "speed", "course", "altitude", "accuracy", "state", "marks",
        "content", "vehicle", "agency", "led", "listener",
    )  # fmt: skip

    __slots__ = (*COLUMNS, "attributes", "fixes")

    device: np.ndarray
    arrival: np.ndarray
    us: np.ndarray
    lon: np.ndarray
    lat: np.ndarray
    speed: np.ndarray
    course: np.ndarray
    altitude: np.ndarray
    accuracy: np.ndarray
    state: np.ndarray
    marks: np.ndarray
    content: np.ndarray
    vehicle: np.ndarray
    agency: np.ndarray
    led: np.ndarray
    listener: np.ndarray

    def __init__(
        self,
        fixes: Sequence[Fix],
        devices: Sequence[int],
        arrivals: Sequence[int],
        listeners: Sequence[int] | None = None,
    ) -> None:
        count = len(fixes)
        self.fixes: list[Fix] = list(fixes)
        self.attributes: list[bytes | None] = [None] * count
        self.device = np.array(devices, np.intp)
        self.arrival = np.array(arrivals, np.int64)
        for name in ("lon", "lat", "speed", "course", "altitude", "accuracy"):
            setattr(self, name, np.empty(count))
        for name in ("us", "content", "vehicle", "agency"):
            setattr(self, name, np.zeros(count, np.int64))
        self.state = np.zeros(count, np.int16)
        self.marks = np.zeros(count, np.int16)
        self.led = np.zeros(count, np.bool_)
        self.listener = np.zeros(count, np.int64) if listeners is None else np.array(listeners, np.int64)

    def __len__(self) -> int:
        return len(self.fixes)

    def take(self, places: np.ndarray) -> None:
        """Keep the fixes at these places, in this order."""
        for name in self.COLUMNS:
            setattr(self, name, getattr(self, name)[places])
        chosen = places.tolist()
        self.fixes = [self.fixes[place] for place in chosen]
        self.attributes = [self.attributes[place] for place in chosen]

    def groups(self) -> list[tuple[int, int, int]]:
        """(place of the device, first row, row after the last) of each device; the rows are sorted by device."""
        if not len(self):
            return []
        edges = np.flatnonzero(np.diff(self.device)) + 1
        starts, ends = [0, *edges.tolist()], [*edges.tolist(), len(self)]
        return list(zip(self.device[starts].tolist(), starts, ends, strict=True))
