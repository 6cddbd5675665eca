"""The latest fix of each vehicle: newer wins, older never does."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from live.frames import WIRE_POSITION, cells_of
from live.latest import LatestPositions


def fixes(*rows: tuple[int, int, int]) -> np.ndarray:
    """Rows of (vehicle, fix time, longitude in 1e-7 degrees)."""
    batch = np.zeros(len(rows), WIRE_POSITION)
    for at, (vehicle, fix_time, lon) in enumerate(rows):
        batch[at]["vehicle"], batch[at]["fix_time"], batch[at]["lon"] = vehicle, fix_time, lon
        batch[at]["arrival"] = fix_time + 1
    return batch


def test_a_late_fix_does_not_move_a_vehicle_back() -> None:
    latest = LatestPositions()
    latest.merge(fixes((1, 100, 980_000_000)))
    latest.take_changes()
    assert latest.merge(fixes((1, 90, 990_000_000))) == 0
    assert latest.inside(0, None)["lon"].tolist() == [980_000_000]
    assert len(latest.take_changes()) == 0


def test_a_vehicle_that_leaves_a_cell_is_told_to_both_cells_once() -> None:
    latest = LatestPositions()
    latest.merge(fixes((1, 100, 980_000_000)))
    latest.take_changes()
    old, new = (int(cell) for cell in cells_of(np.array([980_000_000, 990_000_000]), np.array([0, 0])))
    latest.merge(fixes((1, 101, 990_000_000)))
    changes = latest.take_changes()
    assert [len(changes.concerning(cell, None)) for cell in (0, old, new)] == [1, 1, 1]
    latest.merge(fixes((1, 102, 990_000_001)))
    assert len(latest.take_changes().concerning(old, None)) == 0


def test_an_agency_hears_of_its_own_vehicles_only() -> None:
    latest = LatestPositions()
    batch = fixes((1, 100, 980_000_000), (2, 100, 980_000_000))
    batch["agency"] = [5, 6]
    latest.merge(batch)
    assert latest.inside(0, 5)["vehicle"].tolist() == [1]
    assert latest.take_changes().concerning(0, 6)["vehicle"].tolist() == [2]


def test_a_vehicle_that_changes_its_agency_is_seen_by_the_new_one_at_once() -> None:
    latest = LatestPositions()
    batch = fixes((1, 100, 980_000_000))
    batch["agency"] = 5
    latest.merge(batch)
    batch["agency"] = 6
    latest.merge(batch)
    assert len(latest.inside(0, 5)) == 0
    assert latest.inside(0, 6)["vehicle"].tolist() == [1]


def test_a_vehicle_out_of_use_is_forgotten_until_it_comes_back() -> None:
    latest = LatestPositions()
    batch = fixes((1, 100, 980_000_000), (2, 100, 980_000_000))
    latest.merge(batch)
    latest.keep_only(np.array([2], np.uint32))
    assert latest.inside(0, None)["vehicle"].tolist() == [2]
    assert latest.take_changes().concerning(0, None)["vehicle"].tolist() == [2]
    latest.merge(batch)
    assert latest.inside(0, None)["vehicle"].tolist() == [1, 2]


def test_it_holds_more_vehicles_than_it_was_made_for() -> None:
    latest = LatestPositions(capacity=2)
    latest.merge(fixes(*((vehicle, 100, vehicle) for vehicle in range(1, 50))))
    assert sorted(latest.inside(0, None)["lon"].tolist()) == list(range(1, 50))


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 50), st.integers(-(10**9), 10**9)), max_size=40))
def test_the_order_of_batches_does_not_matter(rows: list[tuple[int, int, int]]) -> None:
    rows = list({(vehicle, time): (vehicle, time, lon) for vehicle, time, lon in rows}.values())
    together, apart = LatestPositions(), LatestPositions()
    together.merge(fixes(*rows))
    for row in reversed(rows):
        apart.merge(fixes(row))
    by_vehicle = [
        {int(row["vehicle"]): int(row["lon"]) for row in latest.inside(0, None)} for latest in (together, apart)
    ]
    assert by_vehicle[0] == by_vehicle[1]
