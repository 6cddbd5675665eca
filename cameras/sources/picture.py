"""Making a safe picture of whatever a camera sent."""

from dataclasses import dataclass
from typing import Final

from cameras.errors import DecoderBusy, SourceNotAPicture, SourceTooLarge
from kit.images.decode import decode_async
from kit.images.errors import BadImage, DecodersBusy
from kit.images.wire import Reason, Recipe

MAX_BYTES: Final = 8 * 1024 * 1024
_RECIPE: Final = Recipe(longest_px=2560, thumbnail_px=480, quality=82, thumbnail_quality=82)
_TOO_LARGE: Final = frozenset(
    {Reason.TOO_MANY_BYTES, Reason.TOO_MANY_PIXELS, Reason.TOO_MANY_SCANS, Reason.TOO_NARROW, Reason.TOO_COSTLY}
)


@dataclass(frozen=True, slots=True)
class Picture:
    """Two JPEGs, encoded here and without the camera's metadata: the whole picture and a small one for lists."""

    full: bytes
    small: bytes
    width: int
    height: int


async def make_picture(data: bytes) -> Picture:
    """Decode in a child process, check and encode anew. Raises SourceNotAPicture, SourceTooLarge, DecoderBusy."""
    try:
        clean = await decode_async(data, _RECIPE, max_bytes=MAX_BYTES)
    except BadImage as error:
        raise (SourceTooLarge if error.reason in _TOO_LARGE else SourceNotAPicture) from error
    except DecodersBusy as error:
        raise DecoderBusy from error
    return Picture(clean.image, clean.thumbnail, clean.width_px, clean.height_px)
