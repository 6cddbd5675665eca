"""``decode``: a clean JPEG and its thumbnail of whatever data came from outside."""

import asyncio
import atexit
import logging
from dataclasses import dataclass
from functools import cache
from typing import Final

from django.conf import settings

from kit.connections import give_back
from kit.images.errors import BadImage
from kit.images.pool import DecoderPool, Ticket
from kit.images.wire import Limits, Reason, Recipe

logger = logging.getLogger(__name__)

WAIT_S: Final = 15.0
"""How long a caller waits for a decoder before it is asked to try again."""
WALL_S: Final = 15.0
"""How long one picture may take, however busy the machine is."""


@dataclass(frozen=True, slots=True)
class CleanImage:
    """JPEGs encoded here: upright, RGB, nothing of the original's metadata. Sizes of ``image`` in pixels."""

    image: bytes
    thumbnail: bytes
    width_px: int
    height_px: int


def decode(data: bytes, recipe: Recipe, *, max_bytes: int) -> CleanImage:
    """Decode a JPEG, PNG or WebP picture in a child process and encode it anew.

    Raises BadImage for everything that is no acceptable picture, whatever it does to the decoder, and DecodersBusy when
    too many others wait. Gives the thread's database connections back before it waits, so it must be called outside
    transactions; raises RuntimeError inside one.
    """
    _check_size(data, max_bytes)
    give_back()
    return _clean(*pool().run(data, recipe))


async def decode_async(data: bytes, recipe: Recipe, *, max_bytes: int) -> CleanImage:
    """As `decode`, for a coroutine; when it is cancelled, the decoder process ends too."""
    _check_size(data, max_bytes)
    ticket, decoders = Ticket(), pool()
    try:
        return _clean(*await asyncio.to_thread(decoders.run, data, recipe, ticket))
    except asyncio.CancelledError:
        decoders.withdraw(ticket)
        raise


@cache
def pool() -> DecoderPool:
    """The decoders of this process, as the settings say."""
    made = DecoderPool(
        processes=settings.PANTAU_IMAGE_PROCESSES,
        queue=settings.PANTAU_IMAGE_QUEUE,
        wait_s=WAIT_S,
        wall_s=WALL_S,
        limits=Limits(memory_mb=settings.PANTAU_IMAGE_MEMORY_MB),
    )
    atexit.register(made.close)
    return made


def _check_size(data: bytes, max_bytes: int) -> None:
    if len(data) > max_bytes:
        raise BadImage(Reason.TOO_MANY_BYTES, max_bytes)


def _clean(head: dict[str, object], image: bytes, thumbnail: bytes) -> CleanImage:
    if "reason" in head:
        logger.info("a picture was refused: %s %s", head["reason"], head.get("detail", ""))
        raise BadImage(Reason(str(head["reason"])), int(str(head.get("most", 0))))
    return CleanImage(image, thumbnail, int(str(head["width"])), int(str(head["height"])))
