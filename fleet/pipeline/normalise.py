"""Everything about a fix that follows from the fix itself and its arrival."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, Final

import numpy as np
import orjson
import psycopg

from fleet.detectors import state_bits
from fleet.pipeline.batch import Batch
from fleet.pipeline.clock import SECOND_US, microseconds
from fleet.pipeline.columns import UNSET
from fleet.pipeline.rows import NO_VEHICLE, Rows
from fleet.pipeline.states import States, Stays
from fleet.protocols.fix import Attribute, Fix

MOVING_FROM_MPS: Final = 1.0
"""Receivers that stand still report up to some 0.8 m/s."""
LOW_BATTERY_PCT: Final = 15.0

_CONTENT: Final = np.dtype(
    [
        ("lon", "<f8"), ("lat", "<f8"), ("valid", "?"), ("speed", "<f8"), ("course", "<f8"), ("altitude", "<f8"),
        ("accuracy", "<f8"), ("sos", "?"), ("state", "<i2"),
    ]
)  # fmt: skip
_FIRST_US: Final = microseconds(datetime.min.replace(tzinfo=UTC))
_LAST_US: Final = microseconds(datetime.max.replace(tzinfo=UTC))
_JSON: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False)


async def fill_in(batch: Batch, connection: psycopg.AsyncConnection[Any]) -> None:
    """Give every fix its time, its content hash, its state bits and the vehicle that the device was in then."""
    if len(batch.rows):
        fill_columns(batch.rows, batch.states)


def fill_columns(rows: Rows, states: States) -> None:
    """As ``fill_in``, for rows of these devices; sorts them by device and time, and by arrival within one moment."""
    fixes = rows.fixes
    _, lon, lat, times, valid, speed, course, altitude, accuracy, moving, ignition, power, sos, battery, _ = zip(
        *fixes, strict=True
    )
    rows.lon, rows.lat = np.array(lon, float), np.array(lat, float)
    # numpy reads None as NaN
    rows.speed, rows.course = np.array(speed, float), np.array(course, float)
    rows.altitude, rows.accuracy = np.array(altitude, float), np.array(accuracy, float)
    given = np.array([UNSET if time is None else microseconds(time) for time in times], np.int64)
    rows.us = np.where(given == UNSET, rows.arrival, given - states.clock_offset_s[rows.device] * SECOND_US)
    if rows.us.min() < _FIRST_US or rows.us.max() > _LAST_US:
        raise OverflowError("put right by the offset of its device's clock, a time lies beyond the calendar")
    sos_set = np.array(sos, np.bool_)
    rows.state = _states(rows.speed, np.array(moving, float), np.array(ignition, float), power, sos_set, battery)
    rows.attributes = [attributes_json(fix) for fix in fixes]
    rows.content = _contents(rows, np.array(valid, np.bool_), sos_set)
    rows.take(np.lexsort((rows.us, rows.device)))
    _find_vehicles(rows, states.stays, len(states))


def attributes_json(fix: Fix) -> bytes | None:
    """The rest of a record as JSON with sorted names; None when there is none."""
    attributes: Mapping[str, Attribute] = fix.attributes
    if fix.battery_pct is not None:
        attributes = {**attributes, "battery_pct": fix.battery_pct}
    if not attributes:
        return None
    try:
        return orjson.dumps(attributes, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # a number beyond 64 bits, which JSON may hold
        return _JSON.encode(attributes).encode()


def _states(  # noqa: PLR0917
    speed: np.ndarray,
    moving: np.ndarray,
    ignition: np.ndarray,
    power: Sequence[bool | None],
    sos: np.ndarray,
    battery: Sequence[float | None],
) -> np.ndarray:
    """The state bits; unknown is NaN, and a comparison with NaN is false."""
    moves = np.where(np.isnan(moving), speed >= MOVING_FROM_MPS, moving == 1)
    state = np.where(moves, state_bits.MOVING, 0)
    state |= np.where(np.isnan(ignition), 0, state_bits.IGNITION_KNOWN)
    state |= np.where(ignition == 1, state_bits.IGNITION_ON, 0)
    state |= np.where(sos, state_bits.SOS, 0)
    state |= np.where(np.array(power, float) == 1, state_bits.EXTERNAL_POWER, 0)
    state |= np.where(np.array(battery, float) <= LOW_BATTERY_PCT, state_bits.LOW_BATTERY, 0)
    return state.astype(np.int16)


def _contents(rows: Rows, valid: np.ndarray, sos: np.ndarray) -> np.ndarray:
    """A hash (63 bits and a sign) of the decoded values: equal for two copies of a record, whichever way they came."""
    packed = np.empty(len(rows), _CONTENT)
    for name in ("lon", "lat", "speed", "course", "altitude", "accuracy", "state"):
        packed[name] = getattr(rows, name)
    packed["valid"], packed["sos"] = valid, sos
    size, data = _CONTENT.itemsize, packed.tobytes()
    hashed = b"".join(
        [
            blake2b(data[place * size : place * size + size] + (rest or b""), digest_size=8).digest()
            for place, rest in enumerate(rows.attributes)
        ]
    )
    return np.frombuffer(hashed, "<i8")


def _find_vehicles(rows: Rows, stays: Stays, devices: int) -> None:
    """The vehicle and agency of each fix. Nearly every device has one stay, so there is one turn."""
    count = np.bincount(stays.place, minlength=devices)
    first = (np.cumsum(count) - count)[rows.device]
    rows.vehicle, rows.agency = np.full(len(rows), NO_VEHICLE, np.int64), np.zeros(len(rows), np.int64)
    for turn in range(int(count.max(initial=0))):
        asked = np.flatnonzero((count[rows.device] > turn) & (rows.vehicle == NO_VEHICLE))
        one = first[asked] + turn
        held = (stays.start[one] <= rows.us[asked]) & (rows.us[asked] < stays.end[one])
        rows.vehicle[asked[held]], rows.agency[asked[held]] = stays.vehicle[one[held]], stays.agency[one[held]]
