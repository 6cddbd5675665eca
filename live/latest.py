"""The latest fix of every vehicle, in memory, as columns."""

import numpy as np

from live.frames import WIRE_POSITION, cells_of


class LatestPositions:
    """Keeps one fix a vehicle; a newer fix replaces it, an older one never does.

    Not safe for threads: a hub uses it from its event loop alone.
    """

    def __init__(self, capacity: int = 1024) -> None:
        self._rows = np.zeros(capacity, WIRE_POSITION)
        self._cells = np.zeros(capacity, np.uint32)
        self._left = np.zeros(capacity, np.uint32)
        self._dirty = np.zeros(capacity, np.bool_)
        self._gone = np.zeros(capacity, np.bool_)
        self._slots: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._slots)

    def newest_arrival_of(self, agency: int | None) -> int | None:
        """When the newest fix of an agency (None: of all) arrived, Unix seconds; None while there is none."""
        arrivals = self.inside(0, agency)["arrival"]
        return int(arrivals.max()) if len(arrivals) else None

    def merge(self, batch: np.ndarray) -> int:
        """Take the fixes of ``batch`` (WIRE_POSITION) that are newer than what is known; returns how many were."""
        if not len(batch):
            return 0
        batch = batch[np.lexsort((batch["arrival"], batch["fix_time"]))]
        slots = np.fromiter((self._slot(int(vehicle)) for vehicle in batch["vehicle"]), np.intp, len(batch))
        known = self._rows[slots]
        same = (batch["fix_time"] == known["fix_time"]) & (batch["arrival"] == known["arrival"])
        newer = (batch["fix_time"] > known["fix_time"]) | (
            (batch["fix_time"] == known["fix_time"]) & (batch["arrival"] > known["arrival"])
        )
        newer |= same & ((batch["agency"] != known["agency"]) | self._gone[slots])
        slots, batch = slots[newer], batch[newer]
        cells = cells_of(batch["lon"], batch["lat"])
        moved = (self._cells[slots] != cells) & (self._left[slots] == 0)
        self._left[slots[moved]] = self._cells[slots[moved]]
        self._rows[slots] = batch
        self._cells[slots] = cells
        self._dirty[slots] = True
        self._gone[slots] = False
        return len(batch)

    def keep_only(self, vehicles: np.ndarray) -> None:
        """Forget every vehicle that is not among ``vehicles`` (u4); one that comes back is taken anew."""
        known = np.fromiter(self._slots, np.uint32, len(self))
        slots = np.fromiter(self._slots.values(), np.intp, len(self))
        gone = slots[~np.isin(known, vehicles)]
        self._gone[gone] = True
        self._dirty[gone] = False

    def take_changes(self) -> "Changes":
        """What changed since the last call; the changes are then forgotten."""
        slots = np.flatnonzero(self._dirty)
        changes = Changes(self._rows[slots], self._cells[slots], self._left[slots])
        self._dirty[slots] = False
        self._left[slots] = 0
        return changes

    def inside(self, cell: int, agency: int | None) -> np.ndarray:
        """The rows of a cell (0: all), of one agency or of all."""
        count = len(self)
        wanted = ~self._gone[:count]
        if cell != 0:
            wanted &= self._cells[:count] == cell
        if agency is not None:
            wanted &= self._rows["agency"][:count] == agency
        rows: np.ndarray = self._rows[:count][wanted]
        return rows

    def _slot(self, vehicle: int) -> int:
        slot = self._slots.get(vehicle)
        if slot is None:
            slot = self._slots[vehicle] = len(self._slots)
            if slot == len(self._rows):
                self._grow()
        return slot

    def _grow(self) -> None:
        size = len(self._rows) * 2
        for name in ("_rows", "_cells", "_left", "_dirty", "_gone"):
            old = getattr(self, name)
            new = np.zeros(size, old.dtype)
            new[: len(old)] = old
            setattr(self, name, new)


class Changes:
    """The changed rows of one tick, with the cell each is in now and the one it left (0: none)."""

    def __init__(self, rows: np.ndarray, cells: np.ndarray, left: np.ndarray) -> None:
        self.rows = rows
        self.cells = cells
        self.left = left

    def __len__(self) -> int:
        return len(self.rows)

    def concerning(self, cell: int, agency: int | None) -> np.ndarray:
        """The rows that viewers of ``cell`` must hear of: those in it, and those that just left it."""
        wanted = np.ones(len(self), np.bool_) if cell == 0 else (self.cells == cell) | (self.left == cell)
        if agency is not None:
            wanted &= self.rows["agency"] == agency
        rows: np.ndarray = self.rows[wanted]
        return rows
