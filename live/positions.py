"""The way of committed batches from a gateway to the hubs."""

import numpy as np
import redis.asyncio

from live.frames import WIRE_POSITION
from live.wakeup import positions_channel


async def publish_batch(client: redis.asyncio.Redis, batch: np.ndarray) -> None:
    """Send one committed batch (an array of WIRE_POSITION) to every hub.

    Raises redis.RedisError when Redis is away; the caller may drop the batch, hubs then read it from the database.
    """
    if batch.dtype != WIRE_POSITION:
        raise TypeError(f"a batch is an array of WIRE_POSITION, not of {batch.dtype}")
    if len(batch):
        await client.publish(positions_channel(), batch.tobytes())


def unpack_batch(payload: bytes) -> np.ndarray:
    """The array that ``publish_batch`` sent. Raises ValueError for a payload of another size."""
    if len(payload) % WIRE_POSITION.itemsize:
        raise ValueError(f"a batch of {len(payload)} bytes is no multiple of {WIRE_POSITION.itemsize}")
    return np.frombuffer(payload, WIRE_POSITION)
