"""Storing what waited in quarantine for its device to be known."""

import itertools
import logging
from collections.abc import Mapping
from typing import Any, Final

import psycopg

from fleet.devices.quarantine_reasons import QuarantineReason
from fleet.pipeline import columns, steps
from fleet.pipeline.batch import Batch
from fleet.pipeline.clock import microseconds
from fleet.pipeline.delivery import Delivery
from fleet.pipeline.errors import LATER, for_log
from fleet.pipeline.partitions import Partitions
from fleet.pipeline.position_corrections import correct_positions_async
from fleet.pipeline.wire_position import moved_rows
from fleet.protocols.registry import decode_again
from fleet.protocols.rejection import RejectionReason, reason
from fleet.protocols.stream import Session
from live.wakeup import wake_hubs

logger = logging.getLogger(__name__)
_BATCH: Final = 500
_BRIEF: Final = 10
"""Batches, of which each takes some tenths of a second."""

_TAKE: Final = """
SELECT q.id, q.raw, q.protocol, q.identity, q.transport, q.remote, q.arrival
FROM fleet_quarantine q
WHERE q.resolved_at IS NULL AND q.reason = 'unknown_device' AND q.id > %s
  AND EXISTS (SELECT FROM fleet_device d WHERE d.identity = q.identity) AND (%s::text IS NULL OR q.identity = %s)
ORDER BY q.id LIMIT %s
"""
_RESOLVE: Final = "UPDATE fleet_quarantine SET resolved_at = now() WHERE id = ANY(%s)"
_REOPEN: Final = "UPDATE fleet_quarantine SET resolved_at = NULL, reason = %s, detail = %s WHERE id = %s"
_REFUSED: Final = frozenset({QuarantineReason.OTHER_LISTENER.value, QuarantineReason.WRONG_PASSWORD.value})
_REFUSE: Final = "UPDATE fleet_quarantine SET reason = %s, detail = %s WHERE id = %s"


class Sessions(dict[tuple[str, str], Session]):
    """Protocol and identity -> what the logins among the frames have told so far."""

    def __missing__(self, key: tuple[str, str]) -> Session:
        self[key] = Session(identity=key[1])
        return self[key]


async def replay_quarantine(conninfo: str, identity: str | None = None, *, briefly: bool = False) -> int:
    """Store the frames of a device that is known now, or of all such devices; returns how many positions were written.

    ``briefly``: only about as many frames as a person waits for; the worker stores the rest. Storing and resolving are
    one transaction, and copies are harmless: it can be cut off and begun again anywhere.
    """
    connection = await psycopg.AsyncConnection[Any].connect(conninfo, autocommit=True, options="-c timezone=UTC")
    async with connection:
        columns.register(connection)
        partitions, sessions, last, stored = Partitions(), Sessions(), 0, 0
        for _turn in range(_BRIEF) if briefly else itertools.count():
            last, count = await _replay_some(connection, partitions, sessions, last, identity)
            stored += count
            if last == 0:
                break
    return stored


async def _replay_some(
    connection: psycopg.AsyncConnection[Any],
    partitions: Partitions,
    sessions: Sessions,
    after: int,
    identity: str | None,
) -> tuple[int, int]:
    """Replay up to ``_BATCH`` frames; returns the last id, 0 when there was none, and the positions written."""
    cursor = await connection.execute(_TAKE, [after, identity, identity, _BATCH])
    frames = {row[0]: _delivery(sessions[row[2], row[3]], *row[1:]) for row in await cursor.fetchall()}
    if not frames:
        return 0, 0
    await partitions.prepare(connection, list(frames.values()))
    try:
        stored = await _store(connection, frames)
    except LATER:
        raise
    except Exception as error:  # noqa: BLE001 - one frame spoils it; it is found, and the others are stored
        identities = [message.identity for frame in frames.values() for message in frame.messages]
        logger.warning("%d quarantined frames are stored one by one: %s", len(frames), for_log(error, identities))
        stored = sum([await _store_alone(connection, frame_id, frames[frame_id]) for frame_id in frames])
    logger.info("%d quarantined frames gave %d positions", len(frames), stored)
    return max(frames), stored


async def _store(connection: psycopg.AsyncConnection[Any], frames: Mapping[int, Delivery]) -> int:
    async with connection.transaction():
        batch: Batch = await steps.run(connection, list(frames.values()), doubtful=True)
        await connection.execute(_RESOLVE, [list(frames)])
        await _keep_refused(connection, batch, {id(delivery): frame_id for frame_id, delivery in frames.items()})
        # These fixes arrived long ago: a hub that looks for what has come lately would never see them.
        moved = moved_rows(batch)
        await correct_positions_async(connection, moved["vehicle"].tolist())
    if len(moved):
        wake_hubs()
    return len(batch.rows)


async def _keep_refused(connection: psycopg.AsyncConnection[Any], batch: Batch, ids: Mapping[int, int]) -> None:
    """Frames that came over a listener to which the device is not bound stay on the list, with that reason."""
    for refused in batch.aside:
        if refused.reason in _REFUSED:
            await connection.execute(_REOPEN, [refused.reason, refused.detail, ids[id(refused.delivery)]])


async def _store_alone(connection: psycopg.AsyncConnection[Any], frame_id: int, delivery: Delivery) -> int:
    try:
        return await _store(connection, {frame_id: delivery})
    except LATER:
        raise
    except Exception as error:  # noqa: BLE001 - whatever is wrong with it, the frames after it must not wait for ever
        detail = reason(RejectionReason.REFUSED, error).to_detail()
        await connection.execute(_REFUSE, [QuarantineReason.NOT_STORABLE.value, detail, frame_id])
        return 0


def _delivery(  # noqa: PLR0917 - the columns of _TAKE
    session: Session, raw: bytes, protocol: str, identity: str, transport: str, remote: str, arrival: Any
) -> Delivery:
    messages = decode_again(protocol, raw, identity, arrival, transport, session)
    return Delivery(messages, microseconds(arrival), protocol, transport, remote, lambda _: raw)
