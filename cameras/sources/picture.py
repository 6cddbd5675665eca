"""Making a safe picture of whatever a camera sent."""

import io
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

from cameras.errors import SourceNotAPicture, SourceTooLarge

MAX_PIXELS = 40_000_000
MAX_SIDE = 2560
SMALL_SIDE = 480
QUALITY = 82


@dataclass(frozen=True, slots=True)
class Picture:
    """Two JPEGs, encoded here and without the camera's metadata: the whole picture and a small one for lists."""

    full: bytes
    small: bytes
    width: int
    height: int


def make_picture(data: bytes) -> Picture:
    """Decode, check and encode anew. Raises SourceNotAPicture, SourceTooLarge."""
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as image:
            if image.width * image.height > MAX_PIXELS:
                raise SourceTooLarge
            image.load()
            plain = image.convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise SourceNotAPicture from error
    full = _within(plain, MAX_SIDE)
    return Picture(_jpeg(full), _jpeg(_within(plain, SMALL_SIDE)), full.width, full.height)


def _within(image: Image.Image, side: int) -> Image.Image:
    copy = image.copy()
    copy.thumbnail((side, side), Image.Resampling.LANCZOS)
    return copy


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
