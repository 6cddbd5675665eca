"""The statements that write a batch: one for each table."""

import struct
from collections.abc import Iterable
from hashlib import blake2b
from typing import Any, Final

import psycopg

from fleet.cells import cell_of
from fleet.pipeline.batch import Batch, Item, Known, SetAside
from fleet.pipeline.clock import POSTGRES_EPOCH_US, moment
from fleet.pipeline.columns import Bigints, Doubles, Times

COPY: Final = """
COPY fleet_position (device_id, fix_time, content, arrival, vehicle_id, speed_mps, course_deg, altitude_m, accuracy_m,
                     state, marks, cell, point, attributes) FROM STDIN (FORMAT binary)
"""
COPY_HEADER: Final = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
COPY_TRAILER: Final = b"\xff\xff"

# Every column of a row is its length in bytes and its value, big-endian; a NULL is a length of -1 alone.
_HEAD: Final = struct.Struct(">hiqiqiqiq")
_BIGINT: Final = struct.Struct(">iq")
_REAL: Final = struct.Struct(">if")
_TAIL: Final = struct.Struct(">ihihiiiBIIdd")
_LENGTH: Final = struct.Struct(">i")
_NULL: Final = b"\xff\xff\xff\xff"
_COLUMNS: Final = 14
_EWKB_BYTES: Final = 25
_POINT_WITH_SRID: Final = 0x20000001
_WGS84: Final = 4326

_STATES: Final = """
UPDATE fleet_devicestate AS s SET
    last_contact = u.last_contact, newest_fix_time = u.newest_fix_time, fix_time = u.fix_time, arrival = u.arrival,
    vehicle_id = u.vehicle_id, point = ST_SetSRID(ST_MakePoint(u.lon, u.lat), 4326), speed_mps = u.speed_mps,
    course_deg = u.course_deg, accuracy_m = u.accuracy_m, state = u.state, suspect_time = u.suspect_time,
    suspect_point = ST_SetSRID(ST_MakePoint(u.suspect_lon, u.suspect_lat), 4326),
    stored = u.stored, marked = u.marked, copies = u.copies
FROM unnest(%b::bigint[], %b::timestamptz[], %b::timestamptz[], %b::timestamptz[], %b::timestamptz[], %b::bigint[],
            %b::float8[], %b::float8[], %b::float8[], %b::float8[], %b::float8[], %b::bigint[], %b::timestamptz[],
            %b::float8[], %b::float8[], %b::bigint[], %b::bigint[], %b::bigint[])
    AS u(device_id, last_contact, newest_fix_time, fix_time, arrival, vehicle_id, lon, lat, speed_mps, course_deg,
         accuracy_m, state, suspect_time, suspect_lon, suspect_lat, stored, marked, copies)
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
    if not batch.items:
        return
    async with connection.cursor().copy(COPY) as copy:
        await copy.write(COPY_HEADER + b"".join(map(row_of, batch.items)) + COPY_TRAILER)


async def states(batch: Batch, connection: psycopg.AsyncConnection[Any]) -> None:
    """Write the state of every device of the batch."""
    if batch.known:
        await connection.execute(_STATES, _state_columns(list(batch.known.values())))


async def quarantine(batch: Batch, connection: psycopg.AsyncConnection[Any]) -> None:
    """Keep what could not become a position, once for each content."""
    if batch.aside:
        rows = _quarantine_rows(batch.aside)
        await connection.execute(_QUARANTINE, [list(column) for column in zip(*rows, strict=True)])


def row_of(item: Item) -> bytes:
    """One row in the binary form of COPY."""
    fix, attributes = item.fix, item.attributes
    return b"".join(
        (
            _HEAD.pack(
                _COLUMNS, 8, item.known.device_id, 8, item.fix_us - POSTGRES_EPOCH_US, 8, item.content,
                8, item.arrival_us - POSTGRES_EPOCH_US,
            ),
            _NULL if item.stay is None else _BIGINT.pack(8, item.stay.vehicle_id),
            _real(fix.speed_mps),
            _real(fix.course_deg),
            _real(fix.altitude_m),
            _real(fix.accuracy_m),
            _TAIL.pack(
                2, item.state, 2, item.marks, 4, cell_of(fix.lon, fix.lat),
                _EWKB_BYTES, 0, _POINT_WITH_SRID, _WGS84, fix.lon, fix.lat
            ),
            _NULL if attributes is None else _LENGTH.pack(len(attributes) + 1) + b"\x01" + attributes,
        )
    )  # fmt: skip


def _real(value: float | None) -> bytes:
    return _NULL if value is None else _REAL.pack(4, value)


def _state_columns(known: list[Known]) -> list[Bigints | Doubles | Times]:
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
    ]


def _quarantine_rows(aside: Iterable[SetAside]) -> list[list[Any]]:
    """One row a content, in the order of the digests: two batches with the same frames then never deadlock."""
    rows: dict[bytes, list[Any]] = {}
    for one in aside:
        delivery = one.delivery
        raw, arrival = delivery.raw(one.index), moment(delivery.arrival_us)
        digest = blake2b(delivery.protocol.encode() + b"\n" + raw, digest_size=16).digest()
        if digest in rows:
            rows[digest][-1] += 1
            rows[digest][-2] = arrival
            continue
        rows[digest] = [
            digest, raw, delivery.transport, delivery.remote[:64], delivery.protocol, one.identity, one.reason,
            one.detail[:200], arrival, arrival, 1,
        ]  # fmt: skip
    return [rows[digest] for digest in sorted(rows)]
