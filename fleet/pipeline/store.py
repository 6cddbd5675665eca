"""The statements that write a batch: one for each table."""

from collections.abc import Iterable
from hashlib import blake2b
from typing import Any, Final

import numpy as np
import orjson
import psycopg

from fleet.detectors.base import NEVER
from fleet.pipeline.batch import Batch, SetAside
from fleet.pipeline.clock import moment
from fleet.pipeline.columns import UNSET, Bigints, Column, Doubles, Texts, Times
from fleet.pipeline.copy_rows import pack
from fleet.pipeline.states import States

COPY: Final = """
COPY fleet_position (device_id, fix_time, content, arrival, vehicle_id, speed_mps, course_deg, altitude_m, accuracy_m,
                     state, marks, cell, point, attributes) FROM STDIN (FORMAT binary)
"""
_STATES: Final = """
UPDATE fleet_devicestate AS s SET
    last_contact = nullif(u.last_contact, '-infinity'), newest_fix_time = nullif(u.newest_fix_time, '-infinity'),
    fix_time = nullif(u.fix_time, '-infinity'), arrival = nullif(u.arrival, '-infinity'),
    vehicle_id = nullif(u.vehicle_id, -1),
    point = CASE WHEN u.lon <> 'NaN' THEN ST_SetSRID(ST_MakePoint(u.lon, u.lat), 4326) END,
    speed_mps = nullif(u.speed_mps, 'NaN'), course_deg = nullif(u.course_deg, 'NaN'),
    accuracy_m = nullif(u.accuracy_m, 'NaN'), state = u.state, suspect_time = nullif(u.suspect_time, '-infinity'),
    suspect_point = CASE WHEN u.suspect_lon <> 'NaN'
                         THEN ST_SetSRID(ST_MakePoint(u.suspect_lon, u.suspect_lat), 4326) END,
    stored = u.stored, marked = u.marked, copies = u.copies, unbuilt_from = nullif(u.unbuilt_from, '-infinity'),
    seen_vehicle_id = nullif(u.seen_vehicle_id, -1), seen_time = nullif(u.seen_time, '-infinity'),
    seen_content = CASE WHEN u.seen_time <> '-infinity' THEN u.seen_content END,
    wake_time = nullif(u.wake_time, '-infinity'), heard_over = u.heard_over,
    detectors = CASE WHEN u.detectors IS NULL THEN s.detectors ELSE u.detectors::jsonb END
FROM unnest(%b::bigint[], %b::timestamptz[], %b::timestamptz[], %b::timestamptz[], %b::timestamptz[], %b::bigint[],
            %b::float8[], %b::float8[], %b::float8[], %b::float8[], %b::float8[], %b::bigint[], %b::timestamptz[],
            %b::float8[], %b::float8[], %b::bigint[], %b::bigint[], %b::bigint[], %b::timestamptz[], %b::bigint[],
            %b::timestamptz[], %b::bigint[], %b::timestamptz[], %b::bigint[], %b::text[])
    AS u(device_id, last_contact, newest_fix_time, fix_time, arrival, vehicle_id, lon, lat, speed_mps, course_deg,
         accuracy_m, state, suspect_time, suspect_lon, suspect_lat, stored, marked, copies,
         unbuilt_from, seen_vehicle_id, seen_time, seen_content, wake_time, heard_over,
         detectors)
WHERE s.device_id = u.device_id
"""

_QUARANTINE: Final = """
INSERT INTO fleet_quarantine AS q (digest, raw, transport, remote, protocol, identity, reason, detail, arrival,
                                   last_arrival, count)
SELECT * FROM unnest(%s::bytea[], %s::bytea[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
                     %s::timestamptz[], %s::timestamptz[], %s::int[])
ON CONFLICT (digest) DO UPDATE SET count = q.count + excluded.count, last_arrival = excluded.last_arrival,
    remote = excluded.remote, resolved_at = NULL, resolved_by_id = NULL
"""


async def positions(batch: Batch, connection: psycopg.AsyncConnection[Any]) -> None:
    """COPY the fixes into the table. No row can be there already, see ``copies``."""
    if len(batch.rows):
        async with connection.cursor().copy(COPY) as copy:
            await copy.write(pack(batch.rows, batch.states.device_id))


async def states(batch: Batch, connection: psycopg.AsyncConnection[Any]) -> None:
    """Write the state of every device of the batch."""
    if len(batch.states):
        await connection.execute(_STATES, _state_columns(batch.states))


async def quarantine(batch: Batch, connection: psycopg.AsyncConnection[Any]) -> None:
    """Keep what could not become a position, once for each content."""
    if batch.aside:
        rows = _quarantine_rows(batch.aside)
        await connection.execute(_QUARANTINE, [list(column) for column in zip(*rows, strict=True)])


def _state_columns(states: States) -> list[Column]:
    wake = np.where(states.wake >= NEVER, UNSET, states.wake)
    return [
        Bigints.of(states.device_id),
        Times.of(states.last_contact),
        Times.of(states.newest),
        Times.of(states.fix),
        Times.of(states.arrival),
        Bigints.of(states.vehicle),
        *(Doubles.of(column) for column in (states.lon, states.lat, states.speed, states.course, states.accuracy)),
        Bigints.of(states.state),
        Times.of(states.suspect),
        Doubles.of(states.suspect_lon),
        Doubles.of(states.suspect_lat),
        *(Bigints.of(column) for column in (states.stored, states.marked, states.copies)),
        Times.of(states.unbuilt),
        Bigints.of(states.seen_vehicle),
        Times.of(states.seen),
        Bigints.of(states.seen_content),
        Times.of(wake),
        Bigints.of(states.heard_over),
        Texts.of(_changed_memories(states)),
    ]


def _changed_memories(states: States) -> list[bytes | None]:
    """What the detectors remember; only where it changed, for it costs the most."""
    texts: list[bytes | None] = [None] * len(states)
    for place, memory in states.memories.items():
        texts[place] = orjson.dumps(memory)
    return texts


def _quarantine_rows(aside: Iterable[SetAside]) -> list[list[Any]]:
    """One row a content, in the order of the digests: two batches with the same frames then never deadlock."""
    rows: dict[bytes, list[Any]] = {}
    for one in aside:
        delivery = one.delivery
        raw, arrival = delivery.raw(one.index), moment(delivery.arrival_us)
        digest = blake2b(f"{delivery.protocol}\n{one.identity}\n".encode() + raw, digest_size=16).digest()
        if digest in rows:
            rows[digest][-1] += 1
            rows[digest][-2] = arrival
            continue
        rows[digest] = [
            digest, raw, delivery.transport, delivery.remote[:64], delivery.protocol, one.identity, one.reason,
            one.detail[:200], arrival, arrival, 1,
        ]  # fmt: skip
    return [rows[digest] for digest in sorted(rows)]
