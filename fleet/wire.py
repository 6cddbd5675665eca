"""A live position in the units of the wire, see docs/live-protocol.md."""

from typing import Final

import numpy as np

from fleet.pipeline.states import States
from live.frames import UNKNOWN, WIRE_POSITION

_SECOND_US: Final = 1_000_000


def wire_row(
    *,
    vehicle: int,
    agency: int,
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
        round(lon * 1e7),
        round(lat * 1e7),
        _scaled(speed_mps, 100.0),
        _scaled(course_deg, 100.0),
        fix_s,
        arrival_s,
        state,
        _scaled(accuracy_m, 1.0),
    )


def _scaled(value: float | None, factor: float) -> int:
    return UNKNOWN if value is None else min(round(value * factor), UNKNOWN - 1)


def moved_rows(states: States) -> np.ndarray:
    """The rows of the devices that a batch moved, of those that are in a vehicle; an array of WIRE_POSITION."""
    places = np.flatnonzero(states.moved & (states.vehicle >= 0))
    rows = np.empty(len(places), WIRE_POSITION)
    for name, column in (("vehicle", states.vehicle), ("agency", states.agency), ("state", states.state)):
        rows[name] = column[places]
    rows["fix_time"], rows["arrival"] = states.fix[places] // _SECOND_US, states.arrival[places] // _SECOND_US
    rows["lon"], rows["lat"] = np.rint(states.lon[places] * 1e7), np.rint(states.lat[places] * 1e7)
    for name, column, factor in (
        ("speed", states.speed, 100.0),
        ("course", states.course, 100.0),
        ("accuracy", states.accuracy, 1.0),
    ):
        scaled = np.minimum(np.rint(column[places] * factor), UNKNOWN - 1)
        rows[name] = np.where(np.isnan(scaled), UNKNOWN, scaled)
    return rows
