"""Everything about a fix that follows from the fix itself and its arrival."""

import json
import struct
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, Final

import psycopg

from fleet import state_bits
from fleet.pipeline.batch import Batch
from fleet.pipeline.clock import microseconds
from fleet.protocols.fix import Attribute, Fix

MOVING_FROM_MPS: Final = 1.0
"""Receivers that stand still report up to some 0.8 m/s."""
LOW_BATTERY_PCT: Final = 15.0

_CONTENT: Final = struct.Struct("<dd?dddd?")
_HASH: Final = struct.Struct("<q")
_UNKNOWN: Final = float("nan")
_JSON: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False)


async def fill_in(batch: Batch, connection: psycopg.AsyncConnection[Any]) -> None:
    """Give every fix its time, its content hash, its state bits and the vehicle that the device was in then."""
    for item in batch.items:
        fix = item.fix
        item.fix_us = item.arrival_us if fix.fix_time is None else microseconds(fix.fix_time)
        item.stay = item.known.stay_at(item.fix_us)
        item.attributes = attributes_json(fix)
        item.state = state_of(fix)
        item.content = content_of(fix, item.state, item.attributes)
    batch.items.sort(key=lambda item: item.fix_us)


def attributes_json(fix: Fix) -> bytes | None:
    """The rest of a record as JSON with sorted names; None when there is none."""
    attributes: Mapping[str, Attribute] = fix.attributes
    if fix.battery_pct is not None:
        attributes = {**attributes, "battery_pct": fix.battery_pct}
    if not attributes:
        return None
    return _JSON.encode(attributes).encode()


def state_of(fix: Fix) -> int:
    """The state bits of a fix."""
    moving = fix.moving
    if moving is None:
        moving = fix.speed_mps is not None and fix.speed_mps >= MOVING_FROM_MPS
    state = state_bits.MOVING if moving else 0
    if fix.ignition is not None:
        state |= state_bits.IGNITION_KNOWN | (state_bits.IGNITION_ON if fix.ignition else 0)
    if fix.sos:
        state |= state_bits.SOS
    if fix.external_power:
        state |= state_bits.EXTERNAL_POWER
    if fix.battery_pct is not None and fix.battery_pct <= LOW_BATTERY_PCT:
        state |= state_bits.LOW_BATTERY
    return state


def content_of(fix: Fix, state: int, attributes: bytes | None) -> int:
    """A hash (63 bits and a sign) of the decoded values: equal for two copies of a record, whichever way they came."""
    packed = _CONTENT.pack(
        fix.lon,
        fix.lat,
        fix.valid,
        _UNKNOWN if fix.speed_mps is None else fix.speed_mps,
        _UNKNOWN if fix.course_deg is None else fix.course_deg,
        _UNKNOWN if fix.altitude_m is None else fix.altitude_m,
        _UNKNOWN if fix.accuracy_m is None else fix.accuracy_m,
        fix.sos,
    )
    digest = blake2b(packed + state.to_bytes(2, "little") + (attributes or b""), digest_size=8).digest()
    value: int = _HASH.unpack(digest)[0]
    return value
