"""A live position in the units of the wire, see docs/live-protocol.md."""

from typing import Final

import numpy as np

from fleet.pipeline.batch import Batch
from fleet.pipeline.rows import Rows
from fleet.pipeline.states import States, Stays
from fleet.pipeline.validate import live_us
from live.frames import UNKNOWN, WIRE_POSITION, WITHDRAWN

_SECOND_US: Final = 1_000_000


def wire_row(
    *,
    vehicle: int,
    agency: int,
    version: int,
    lon: float,
    lat: float,
    speed_mps: float | None,
    course_deg: float | None,
    fix_s: int,
    arrival_s: int,
    state: int,
    accuracy_m: float | None,
) -> tuple[int, ...]:
    """One row of ``live.frames.WIRE_POSITION``; times in Unix seconds."""
    return (
        vehicle,
        agency,
        version,
        round(lon * 1e7),
        round(lat * 1e7),
        _scaled(speed_mps, 100.0),
        _scaled(course_deg, 100.0),
        fix_s,
        arrival_s,
        state & ~WITHDRAWN,
        _scaled(accuracy_m, 1.0),
    )


def _scaled(value: float | None, factor: float) -> int:
    return UNKNOWN if value is None else min(round(value * factor), UNKNOWN - 1)


def moved_rows(batch: Batch) -> np.ndarray:
    """The live positions that a batch changed, of vehicles alone; an array of WIRE_POSITION."""
    states, rows = batch.states, batch.rows
    moved = _rows(states, states.fix, np.flatnonzero(states.moved & (states.vehicle >= 0)))
    if len(batch.departed):
        moved = np.concatenate([_rows(rows, live_us(rows), batch.departed), moved])
    moved["version"] = versions_of(states.stays, moved["vehicle"])
    return moved


def versions_of(stays: Stays, vehicles: np.ndarray) -> np.ndarray:
    """The version that each vehicle had when the stays were read; a live position is always in a stay."""
    order = np.argsort(stays.vehicle, kind="stable")
    places = np.searchsorted(stays.vehicle, vehicles, sorter=order)
    versions: np.ndarray = stays.version[order[np.minimum(places, max(len(order) - 1, 0))]]
    return versions


def _rows(told: Rows | States, fix_us: np.ndarray, places: np.ndarray) -> np.ndarray:
    rows = np.empty(len(places), WIRE_POSITION)
    for name, column in (("vehicle", told.vehicle), ("agency", told.agency), ("state", told.state)):
        rows[name] = column[places]
    rows["fix_time"], rows["arrival"] = fix_us[places] // _SECOND_US, told.arrival[places] // _SECOND_US
    rows["lon"], rows["lat"] = np.rint(told.lon[places] * 1e7), np.rint(told.lat[places] * 1e7)
    for name, column, factor in (
        ("speed", told.speed, 100.0),
        ("course", told.course, 100.0),
        ("accuracy", told.accuracy, 1.0),
    ):
        scaled = np.minimum(np.rint(column[places] * factor), UNKNOWN - 1)
        rows[name] = np.where(np.isnan(scaled), UNKNOWN, scaled)
    return rows
