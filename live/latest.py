"""The latest position of every vehicle, in memory, as columns."""

from collections.abc import Iterable

import numpy as np

from live.frames import WIRE_POSITION, WITHDRAWN, cells_of


class LatestPositions:
    """Keeps one position a vehicle: of the highest version, and in it of the latest fix (see ``WIRE_POSITION``).

    The order in which rows are merged does not matter, and merging one twice changes nothing. Not safe for threads: a
    hub uses it from its event loop alone.
    """

    def __init__(self, capacity: int = 1024) -> None:
        self._rows = np.zeros(capacity, WIRE_POSITION)
        self._cells = np.zeros(capacity, np.uint32)
        self._left = np.zeros(capacity, np.uint32)
        self._dirty = np.zeros(capacity, np.bool_)
        self._known = np.zeros(capacity, np.bool_)
        self._shown = np.zeros(capacity, np.bool_)
        self._slots: dict[int, int] = {}
        self._withdrawn: list[Changes] = []

    def __len__(self) -> int:
        return len(self._slots)

    @property
    def vehicles(self) -> frozenset[int]:
        """Every vehicle that something is known of."""
        return frozenset(self._slots)

    def newest_arrival_of(self, agency: int | None) -> int | None:
        """When the newest fix of an agency (None: of all) arrived, Unix seconds; None while there is none."""
        arrivals = self.inside(0, agency)["arrival"]
        return int(arrivals.max()) if len(arrivals) else None

    def merge(self, batch: np.ndarray) -> frozenset[int]:
        """Take the rows of ``batch`` (WIRE_POSITION) that supersede what is known.

        Returns the vehicles whose version was another than the known one: their position has to be read from the
        database, for the row may be of before a correction, or the first of after one.
        """
        if not len(batch):
            return frozenset()
        batch = batch[np.lexsort((batch["arrival"], batch["fix_time"], batch["version"], batch["vehicle"]))]
        batch = batch[np.append(batch["vehicle"][1:] != batch["vehicle"][:-1], True)]
        slots = np.fromiter((self._slot(int(vehicle)) for vehicle in batch["vehicle"]), np.intp, len(batch))
        known, is_known = self._rows[slots], self._known[slots]
        newer = ~is_known | _supersedes(batch, known)
        other_version = is_known & (batch["version"] != known["version"])
        self._take(batch[newer], slots[newer])
        return frozenset(batch["vehicle"][other_version].tolist())

    def forget(self, vehicles: Iterable[int]) -> None:
        """Withdraw vehicles that do not exist any more; whatever comes of one later is taken anew."""
        slots = np.array([self._slots[vehicle] for vehicle in vehicles if vehicle in self._slots], np.intp)
        self._withdraw(slots[self._shown[slots]])
        self._known[slots] = False

    def take_changes(self) -> "Changes":
        """What changed since the last call, withdrawals first; the changes are then forgotten."""
        slots = np.flatnonzero(self._dirty)
        nobody = np.zeros(len(slots), np.bool_)
        changes = Changes(self._rows[slots], self._cells[slots], self._left[slots], nobody)
        self._dirty[slots] = False
        self._left[slots] = 0
        withdrawn, self._withdrawn = self._withdrawn, []
        return Changes.joined([*withdrawn, changes]) if withdrawn else changes

    def inside(self, cell: int, agency: int | None) -> np.ndarray:
        """The rows of a cell (0: all), of one agency or of all."""
        count = len(self)
        wanted = self._shown[:count].copy()
        if cell != 0:
            wanted &= self._cells[:count] == cell
        if agency is not None:
            wanted &= self._rows["agency"][:count] == agency
        rows: np.ndarray = self._rows[:count][wanted]
        return rows

    def _take(self, batch: np.ndarray, slots: np.ndarray) -> None:
        shown = self._shown[slots]
        gone = (batch["state"] & WITHDRAWN) != 0
        self._withdraw(slots[shown & gone])
        changes_agency = shown & ~gone & (self._rows["agency"][slots] != batch["agency"])
        self._leave_agency(slots[changes_agency])
        cells = np.where(gone, 0, cells_of(batch["lon"], batch["lat"])).astype(np.uint32)
        moved = shown & ~gone & (self._cells[slots] != cells) & (self._left[slots] == 0)
        self._left[slots[moved]] = self._cells[slots[moved]]
        self._rows[slots] = batch
        self._cells[slots] = cells
        self._known[slots] = True
        self._dirty[slots] = self._shown[slots] = ~gone

    def _withdraw(self, slots: np.ndarray) -> None:
        if not len(slots):
            return
        self._withdrawn.append(self._withdrawal(slots, private=False))
        self._shown[slots] = self._dirty[slots] = False
        self._left[slots] = 0

    def _leave_agency(self, slots: np.ndarray) -> None:
        if len(slots):
            self._withdrawn.append(self._withdrawal(slots, private=True))

    def _withdrawal(self, slots: np.ndarray, *, private: bool) -> "Changes":
        rows = self._rows[slots]
        rows["state"] = WITHDRAWN
        return Changes(rows, self._cells[slots], self._left[slots], np.full(len(slots), private))

    def _slot(self, vehicle: int) -> int:
        slot = self._slots.get(vehicle)
        if slot is None:
            slot = self._slots[vehicle] = len(self._slots)
            if slot == len(self._rows):
                self._grow()
        return slot

    def _grow(self) -> None:
        size = len(self._rows) * 2
        for name in ("_rows", "_cells", "_left", "_dirty", "_known", "_shown"):
            old = getattr(self, name)
            new = np.zeros(size, old.dtype)
            new[: len(old)] = old
            setattr(self, name, new)


class Changes:
    """The changed rows of one tick, with the cell each is in now and the one it left (0: none).

    ``private`` rows are for the viewers of the row's agency alone, and not for those of the whole region.
    """

    def __init__(self, rows: np.ndarray, cells: np.ndarray, left: np.ndarray, private: np.ndarray) -> None:
        self.rows = rows
        self.cells = cells
        self.left = left
        self.private = private

    @classmethod
    def joined(cls, parts: "list[Changes]") -> "Changes":
        """All ``parts`` behind one another."""
        return cls(
            np.concatenate([part.rows for part in parts]),
            np.concatenate([part.cells for part in parts]),
            np.concatenate([part.left for part in parts]),
            np.concatenate([part.private for part in parts]),
        )

    def __len__(self) -> int:
        return len(self.rows)

    def concerning(self, cell: int, agency: int | None) -> np.ndarray:
        """The rows that viewers of ``cell`` must hear of: those in it, and those that just left it."""
        wanted = np.ones(len(self), np.bool_) if cell == 0 else (self.cells == cell) | (self.left == cell)
        wanted &= ~self.private if agency is None else self.rows["agency"] == agency
        rows: np.ndarray = self.rows[wanted]
        return rows


def _supersedes(batch: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Whether each row comes after the known one, by version, fix and arrival."""
    later = batch["version"] > known["version"]
    same = batch["version"] == known["version"]
    for name in ("fix_time", "arrival"):
        later |= same & (batch[name] > known[name])
        same &= batch[name] == known[name]
    result: np.ndarray = later
    return result
