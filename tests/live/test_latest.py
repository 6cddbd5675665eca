"""The latest fix of each vehicle: newer wins, older never does."""

from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from live.frames import WIRE_POSITION, WITHDRAWN, cells_of
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
    assert latest.merge(fixes((1, 90, 990_000_000))) == frozenset()
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
    batch["agency"], batch["version"] = 6, 1
    latest.merge(batch)
    assert len(latest.inside(0, 5)) == 0
    assert latest.inside(0, 6)["vehicle"].tolist() == [1]


def test_a_vehicle_out_of_use_is_forgotten_until_it_comes_back() -> None:
    latest = LatestPositions()
    batch = fixes((1, 100, 980_000_000), (2, 100, 980_000_000))
    latest.merge(batch)
    latest.take_changes()
    latest.forget([1, 99])
    assert latest.inside(0, None)["vehicle"].tolist() == [2]
    assert shown_after({1: 0, 2: 0}, latest.take_changes().concerning(0, None)) == {2: 0}
    latest.merge(batch)
    assert latest.inside(0, None)["vehicle"].tolist() == [1, 2]


def test_it_holds_more_vehicles_than_it_was_made_for() -> None:
    latest = LatestPositions(capacity=2)
    latest.merge(fixes(*((vehicle, 100, vehicle) for vehicle in range(1, 50))))
    assert sorted(latest.inside(0, None)["lon"].tolist()) == list(range(1, 50))


def shown_after(shown: dict[int, int], rows: np.ndarray) -> dict[int, int]:
    """What a client shows, longitude by vehicle, after it has applied the rows of a frame."""
    shown = dict(shown)
    for row in rows:
        if row["state"] & WITHDRAWN:
            shown.pop(int(row["vehicle"]), None)
        else:
            shown[int(row["vehicle"])] = int(row["lon"])
    return shown


def corrected(vehicle: int, version: int, fix_time: int | None, lon: int = 0) -> np.ndarray:
    """A row of a version; without a fix time the vehicle has no position."""
    batch = fixes((vehicle, fix_time or 0, lon))
    batch["version"], batch["state"] = version, WITHDRAWN if fix_time is None else 0
    return batch


def test_a_correction_replaces_a_later_fix_by_an_earlier_one() -> None:
    latest = LatestPositions()
    latest.merge(fixes((1, 100, 980_000_000)))
    latest.take_changes()
    latest.merge(corrected(1, 1, 40, 990_000_000))
    assert shown_after({1: 980_000_000}, latest.take_changes().concerning(0, None)) == {1: 990_000_000}


def test_what_was_sent_before_a_correction_and_comes_after_it_changes_nothing_and_is_asked_for() -> None:
    latest = LatestPositions()
    latest.merge(corrected(1, 1, 40, 990_000_000))
    assert latest.merge(fixes((1, 100, 980_000_000))) == frozenset({1})
    assert latest.inside(0, None)["lon"].tolist() == [990_000_000]


def test_a_vehicle_without_a_position_after_a_correction_leaves_the_cell_that_it_was_in() -> None:
    latest = LatestPositions()
    latest.merge(fixes((1, 100, 980_000_000)))
    latest.take_changes()
    latest.merge(corrected(1, 1, None))
    here, elsewhere = (int(cell) for cell in cells_of(np.array([980_000_000, 990_000_000]), np.array([0, 0])))
    changes = latest.take_changes()
    assert shown_after({1: 980_000_000}, changes.concerning(here, None)) == {}
    assert len(changes.concerning(elsewhere, None)) == 0
    assert len(latest.inside(0, None)) == 0


def test_an_agency_that_loses_a_vehicle_is_told_so_and_the_centre_keeps_it() -> None:
    latest = LatestPositions()
    batch = fixes((1, 100, 980_000_000))
    batch["agency"] = 5
    latest.merge(batch)
    latest.take_changes()
    batch["agency"], batch["version"] = 6, 1
    latest.merge(batch)
    changes = latest.take_changes()
    assert shown_after({1: 980_000_000}, changes.concerning(0, 5)) == {}
    assert shown_after({}, changes.concerning(0, 6)) == {1: 980_000_000}
    assert shown_after({1: 0}, changes.concerning(0, None)) == {1: 980_000_000}


ROWS = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.integers(0, 3),
        st.none() | st.integers(1, 20),
        st.sampled_from([980_000_000, 985_000_000, 990_000_000]),
        st.integers(5, 6),
    ),
    max_size=40,
)


def unlike(rows: list[tuple[int, int, int | None, int, int]]) -> list[np.ndarray]:
    """One row for each vehicle, version and fix: there cannot be two that differ. Of one version is one agency."""
    found = {}
    for vehicle, version, fix_time, lon, _ in rows:
        row = corrected(vehicle, version, fix_time, lon)
        row["agency"] = 5 + version % 2
        found[vehicle, version, fix_time] = row
    return list(found.values())


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_corrections_and_fixes_does_not_matter(
    rows: list[tuple[int, int, int | None, int, int]], random: Random
) -> None:
    batches = unlike(rows)
    one, other = LatestPositions(), LatestPositions()
    for batch in batches:
        one.merge(batch)
    random.shuffle(batches)
    for batch in [*batches, *batches[:5]]:
        other.merge(batch)
    assert by_vehicle(one.inside(0, None)) == by_vehicle(other.inside(0, None))


def by_vehicle(rows: np.ndarray) -> dict[int, tuple[int, int]]:
    return {int(row["vehicle"]): (int(row["version"]), int(row["lon"])) for row in rows}


@given(ROWS, st.lists(st.booleans(), min_size=40, max_size=40), st.sampled_from([None, 5, 6]))
def test_a_snapshot_and_the_changes_after_it_equal_a_fresh_snapshot(
    rows: list[tuple[int, int, int | None, int, int]], ticks: list[bool], agency: int | None
) -> None:
    latest, shown = LatestPositions(), dict[int, int]()
    for batch, tick in zip(unlike(rows), ticks, strict=False):
        latest.merge(batch)
        if tick:
            shown = shown_after(shown, latest.take_changes().concerning(0, agency))
    shown = shown_after(shown, latest.take_changes().concerning(0, agency))
    assert shown == shown_after({}, latest.inside(0, agency))


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
