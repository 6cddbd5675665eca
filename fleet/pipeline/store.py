"""The statements that write a batch: one for each table."""

from collections.abc import Iterable
from hashlib import blake2b
from typing import Any, Final

import orjson
import psycopg

from fleet.detectors.base import NEVER
from fleet.pipeline.batch import Batch, Known, SetAside
from fleet.pipeline.clock import moment
from fleet.pipeline.columns import Bigints, Column, Doubles, Texts, Times
from fleet.pipeline.copy_rows import pack

COPY: Final = """
COPY fleet_position (device_id, fix_time, content, arrival, vehicle_id, speed_mps, course_deg, altitude_m, accuracy_m,
                     state, marks, cell, point, attributes) FROM STDIN (FORMAT binary)
"""
_STATES: Final = """
UPDATE fleet_devicestate AS s SET
    last_contact = u.last_contact, newest_fix_time = u.newest_fix_time, fix_time = u.fix_time, arrival = u.arrival,
    vehicle_id = u.vehicle_id, point = ST_SetSRID(ST_MakePoint(u.lon, u.lat), 4326), speed_mps = u.speed_mps,
    course_deg = u.course_deg, accuracy_m = u.accuracy_m, state = u.state, suspect_time = u.suspect_time,
    suspect_point = ST_SetSRID(ST_MakePoint(u.suspect_lon, u.suspect_lat), 4326),
    stored = u.stored, marked = u.marked, copies = u.copies, unbuilt_from = u.unbuilt_from,
    seen_vehicle_id = u.seen_vehicle_id, seen_time = u.seen_time, seen_content = u.seen_content,
    wake_time = u.wake_time,
    detectors = CASE WHEN u.detectors IS NULL THEN s.detectors ELSE u.detectors::jsonb END
FROM unnest(%b::bigint[], %b::timestamptz[], %b::timestamptz[], %b::timestamptz[], %b::timestamptz[], %b::bigint[],
            %b::float8[], %b::float8[], %b::float8[], %b::float8[], %b::float8[], %b::bigint[], %b::timestamptz[],
            %b::float8[], %b::float8[], %b::bigint[], %b::bigint[], %b::bigint[], %b::timestamptz[], %b::bigint[],
            %b::timestamptz[], %b::bigint[], %b::timestamptz[], %b::text[])
    AS u(device_id, last_contact, newest_fix_time, fix_time, arrival, vehicle_id, lon, lat, speed_mps, course_deg,
         accuracy_m, state, suspect_time, suspect_lon, suspect_lat, stored, marked, copies,
         unbuilt_from, seen_vehicle_id, seen_time, seen_content, wake_time, detectors)
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
            await copy.write(pack(batch.rows, batch.devices))


async def states(batch: Batch, connection: psycopg.AsyncConnection[Any]) -> None:
    """Write the state of every device of the batch."""
    if batch.devices:
        await connection.execute(_STATES, _state_columns(batch.devices))


async def quarantine(batch: Batch, connection: psycopg.AsyncConnection[Any]) -> None:
    """Keep what could not become a position, once for each content."""
    if batch.aside:
        rows = _quarantine_rows(batch.aside)
        await connection.execute(_QUARANTINE, [list(column) for column in zip(*rows, strict=True)])


def _state_columns(known: list[Known]) -> list[Column]:
    return [
        Bigints.of([row.device_id for row in known]),
        Times.of([row.last_contact_us for row in known]),
        Times.of([row.newest_us for row in known]),
        Times.of([row.fix_us for row in known]),
        Times.of([row.arrival_us for row in known]),
        Bigints.of([row.vehicle_id for row in known]),
        Doubles.of([row.lon for row in known]),
        Doubles.of([row.lat for row in known]),
        Doubles.of([row.speed_mps for row in known]),
        Doubles.of([row.course_deg for row in known]),
        Doubles.of([row.accuracy_m for row in known]),
        Bigints.of([row.state for row in known]),
        Times.of([row.suspect_us for row in known]),
        Doubles.of([row.suspect_lon for row in known]),
        Doubles.of([row.suspect_lat for row in known]),
        Bigints.of([row.stored for row in known]),
        Bigints.of([row.marked for row in known]),
        Bigints.of([row.copies for row in known]),
        Times.of([row.unbuilt_us for row in known]),
        *_watched_columns(known),
    ]


def _watched_columns(known: list[Known]) -> list[Column]:
    """How far the detectors have come; their JSON only where it changed, for it costs the most."""
    seen = [row.watched or (row.seen_vehicle_id, row.seen_us, row.seen_content, row.wake_us, None) for row in known]
    return [
        Bigints.of([one[0] for one in seen]),
        Times.of([one[1] for one in seen]),
        Bigints.of([one[2] for one in seen]),
        Times.of([None if one[3] is None or one[3] >= NEVER else one[3] for one in seen]),
        Texts.of([None if one[4] is None else orjson.dumps(one[4]) for one in seen]),
    ]


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
