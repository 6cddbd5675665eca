"""The way of committed batches from a gateway to the hubs: the format of what goes through Redis."""

import struct
from dataclasses import dataclass
from typing import Final

import numpy as np
import redis.asyncio

from live.frames import WIRE_POSITION
from live.wakeup import positions_channel

FORMAT: Final = 2
_MAGIC: Final = b"PTB"
_HEADER: Final = struct.Struct("<3sBIIHH")
"""Magic, format, publisher, sequence, size of a row, reserved."""


class UnknownFormat(ValueError):
    """Not a batch of the format that this version reads; it comes from a gateway of another version."""


@dataclass(frozen=True)
class PositionBatch:
    """Committed positions (an array of WIRE_POSITION) of one publisher.

    ``sequence`` grows by one with each batch of the ``publisher``, a number that is drawn when it starts: a hole tells
    that a batch was lost. An empty batch says that the publisher is there.
    """

    publisher: int
    sequence: int
    rows: np.ndarray


def pack_batch(batch: PositionBatch) -> bytes:
    """The bytes of a batch."""
    if batch.rows.dtype != WIRE_POSITION:
        raise TypeError(f"a batch is an array of WIRE_POSITION, not of {batch.rows.dtype}")
    sequence = batch.sequence & 0xFFFFFFFF
    header = _HEADER.pack(_MAGIC, FORMAT, batch.publisher, sequence, WIRE_POSITION.itemsize, 0)
    return header + batch.rows.tobytes()


def unpack_batch(payload: bytes) -> PositionBatch:
    """The batch in ``payload``. Raises UnknownFormat."""
    if len(payload) < _HEADER.size:
        raise UnknownFormat(f"{len(payload)} bytes are no batch")
    magic, version, publisher, sequence, size, _ = _HEADER.unpack_from(payload)
    if (magic, version) != (_MAGIC, FORMAT):
        raise UnknownFormat(f"format {version if magic == _MAGIC else 'unknown'}, this version reads {FORMAT}")
    if size != WIRE_POSITION.itemsize or (len(payload) - _HEADER.size) % size:
        raise UnknownFormat(f"{len(payload) - _HEADER.size} bytes are no rows of {WIRE_POSITION.itemsize}")
    return PositionBatch(publisher, sequence, np.frombuffer(payload, WIRE_POSITION, offset=_HEADER.size))


async def publish_batch(client: redis.asyncio.Redis, batch: PositionBatch) -> None:
    """Send one committed batch to every hub.

    Raises redis.RedisError when Redis is away; the caller may drop the batch, hubs then read it from the database.
    """
    await client.publish(positions_channel(), pack_batch(batch))
