"""The devices of a batch and their states as columns; what is done to all of them is done by numpy.

Nothing in them is None: an unknown time is ``UNSET``, an unknown measurement NaN, no vehicle
``NO_VEHICLE``.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np

from fleet.detectors.base import NEVER
from fleet.devices.listeners import ANY, PROVES_ORIGIN, TAKES_PASSWORD
from fleet.devices.secrets import NO_SECRET
from fleet.pipeline.columns import UNSET, integers_of, numbers_of, times_of
from fleet.pipeline.rows import NO_VEHICLE

TIMES: Final = ("last_contact", "newest", "fix", "arrival", "suspect", "unbuilt", "seen", "wake")
"""Microseconds since 1970. ``seen`` is the fix that the detectors know of; they are asked again at ``wake``."""
NUMBERS: Final = ("lon", "lat", "speed", "course", "accuracy", "suspect_lon", "suspect_lat")
INTEGERS: Final = ("vehicle", "state", "stored", "marked", "copies", "seen_vehicle", "seen_content", "heard_over")
_OF_DEVICE: Final = ("device_id", "clock_offset_s", "listeners", "secret", "secret_identity")
_DEFAULTS: Final = {"vehicle": NO_VEHICLE, "seen_vehicle": NO_VEHICLE, "wake": NEVER}
_LIVE: Final = ("vehicle", "fix", "arrival", "lon", "lat", "speed", "course", "accuracy", "state")
_WATCHED: Final = ("seen_vehicle", "seen", "seen_content", "wake")


class Stays(NamedTuple):
    """Times of devices in vehicles, from ``start`` until before ``end``; ordered by the place of the device.

    ``version`` is the vehicle's ``position_version``.
    """

    place: np.ndarray
    vehicle: np.ndarray
    agency: np.ndarray
    start: np.ndarray
    end: np.ndarray
    version: np.ndarray

    @classmethod
    def of(cls, rows: Sequence[tuple[int, int, int, int | None, int | None]]) -> "Stays":
        """From (place, vehicle, agency, start, end), all of version 0; None: without beginning or end."""
        full = [
            (*row[:3], UNSET if row[3] is None else row[3], FOREVER if row[4] is None else row[4], 0) for row in rows
        ]
        return cls(*np.array(full, np.int64).reshape(-1, 6).T)

    def at(self, place: int, us: int) -> tuple[int, int] | None:
        """Vehicle and agency of a device at a moment."""
        held = np.flatnonzero((self.place == place) & (self.start <= us) & (us < self.end))
        return (int(self.vehicle[held[0]]), int(self.agency[held[0]])) if len(held) else None


FOREVER: Final = np.iinfo(np.int64).max
_NO_STAYS: Final = Stays.of([])


class Blob(NamedTuple):
    """The JSON of each device behind one another, each from its offset to the next."""

    data: bytes
    offsets: np.ndarray


class States:
    """One place a device, in the order of their ids; the columns are those of ``TIMES``, ``NUMBERS``, ``INTEGERS``.

    ``moved``: this batch changed the live position. ``agency`` is that of the live position of those. ``walked``: the
    detectors were taken further, and ``memories`` holds what they remember now where that changed.
    ``before`` has the columns of the live position as they were read.
    """

    __slots__ = (
        *TIMES, *NUMBERS, *INTEGERS, *_OF_DEVICE, "agency", "before", "memories", "moved", "remembered", "stays",
        "walked",
    )  # fmt: skip

    last_contact: np.ndarray
    newest: np.ndarray
    fix: np.ndarray
    arrival: np.ndarray
    suspect: np.ndarray
    unbuilt: np.ndarray
    seen: np.ndarray
    wake: np.ndarray
    lon: np.ndarray
    lat: np.ndarray
    speed: np.ndarray
    course: np.ndarray
    accuracy: np.ndarray
    suspect_lon: np.ndarray
    suspect_lat: np.ndarray
    vehicle: np.ndarray
    state: np.ndarray
    stored: np.ndarray
    marked: np.ndarray
    copies: np.ndarray
    seen_vehicle: np.ndarray
    seen_content: np.ndarray
    heard_over: np.ndarray
    device_id: np.ndarray
    clock_offset_s: np.ndarray
    listeners: np.ndarray
    secret: np.ndarray
    secret_identity: np.ndarray

    def __init__(self, device_ids: Sequence[int]) -> None:
        """Devices that were never heard of."""
        count = len(device_ids)
        self.device_id, self.clock_offset_s = np.array(device_ids, np.int64), np.zeros(count, np.int64)
        self.listeners = np.full(count, ANY, np.int64)
        self.secret, self.secret_identity = np.zeros(count, np.int64), np.zeros(count, np.int64)
        for name in TIMES:
            setattr(self, name, np.full(count, _DEFAULTS.get(name, UNSET)))
        for name in NUMBERS:
            setattr(self, name, np.full(count, np.nan))
        for name in INTEGERS:
            setattr(self, name, np.full(count, _DEFAULTS.get(name, 0), np.int64))
        self.stays = _NO_STAYS
        self.remembered: Blob | None = None
        self._begin()

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> "States":
        """From the arrays that the database gives, by the name of the column (see ``bind``)."""
        states = cls.__new__(cls)
        for name in TIMES:
            setattr(states, name, times_of(row[name]))
        for name in NUMBERS:
            setattr(states, name, numbers_of(row[name]))
        for name in (*INTEGERS, *_OF_DEVICE):
            setattr(states, name, integers_of(row[name]))
        states.wake[states.wake == UNSET] = NEVER
        states.stays = _NO_STAYS
        states.remembered = Blob(row["detectors"], np.concatenate([[0], np.cumsum(integers_of(row["sizes"]))]))
        states._begin()
        return states

    def _begin(self) -> None:
        self.agency = np.zeros(len(self), np.int64)
        self.moved, self.walked = np.zeros(len(self), np.bool_), np.zeros(len(self), np.bool_)
        self.memories: dict[int, dict[str, Any]] = {}
        self.before = {name: getattr(self, name).copy() for name in _LIVE}

    def __len__(self) -> int:
        return len(self.device_id)

    def proves_origin(self, place: int, listener: int) -> bool:
        """Whether what a device sends over a listener (its bit) cannot come from somebody who only knows its name."""
        password = listener & TAKES_PASSWORD and self.secret[place] != NO_SECRET
        return bool(listener & PROVES_ORIGIN or self.secret_identity[place] or password)

    def read_memory(self, place: int) -> bytes:
        """The JSON that was read for a device; empty where nothing is remembered."""
        if self.remembered is None:
            return b""
        start, end = self.remembered.offsets[place : place + 2]
        return self.remembered.data[start:end]

    def watched(self) -> tuple[np.ndarray, ...]:
        """Copies of how far the detectors have come, for ``forget``."""
        return tuple(getattr(self, name).copy() for name in _WATCHED)

    def forget(self, watched: tuple[np.ndarray, ...], place: int | None = None) -> None:
        """Set the detectors back, of one device or of all."""
        which = slice(None) if place is None else place
        for name, column in zip(_WATCHED, watched, strict=True):
            getattr(self, name)[which] = column[which]
        self.walked[which] = False
        if place is None:
            self.memories.clear()
        else:
            self.memories.pop(place, None)
