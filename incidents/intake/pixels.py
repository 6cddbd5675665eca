"""Unpacking pictures from strangers without giving them the machine's memory.

A file of some hundred kilobytes may unpack to gigabytes. So the header is judged first, a process unpacks one picture
at a time, and what is unpacked is made smaller before anything is copied.
"""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Final

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile

from incidents.errors import BadPhoto
from kit.errors import TryLater

logger = logging.getLogger(__name__)

MAX_PIXELS: Final = 25_000_000
"""Of a picture that is unpacked whole: PNG, WebP, and a JPEG in several scans. At four bytes each, 100 MB."""
MAX_JPEG_PIXELS: Final = 120_000_000
"""Of a JPEG in one scan, which is made smaller while it is read; a phone's largest today has 108 million."""
MIN_SIDE_PX: Final = 8
WAIT_S: Final = 20.0
"""How long a request waits for its turn before its sender is asked to try again."""

_FORMATS: Final = ("JPEG", "PNG", "WEBP")
_BAND_PX: Final = 256
_START_OF_SCAN: Final = b"\xff\xda"
_TURN = BoundedSemaphore(1)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Within it, no other picture is unpacked by this process. Raises TryLater after `WAIT_S`."""
    if not _TURN.acquire(timeout=WAIT_S):
        raise TryLater(_("Many photos are arriving at this moment. Try again in a minute."))
    try:
        yield
    finally:
        _TURN.release()


def unpacked(data: bytes, side_px: int) -> Image.Image:
    """The picture in ``data`` upright, in RGB on white, its longest side at most ``side_px`` pixels.

    Raises BadPhoto for what is not a picture, too large or too small. Call it within `one_at_a_time`.
    """
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            _judge(picture, data, side_px)
            picture.load()
            small = _reduced(picture, side_px)
            exif = picture.info.get("exif")
        small.thumbnail((side_px, side_px), Image.Resampling.LANCZOS)
        if exif:
            small.info["exif"] = exif
        return ImageOps.exif_transpose(small)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        logger.info("a photo was refused: %s", error)
        message = _("This file is not a photo that can be read. Send a JPEG, PNG or WebP picture.")
        raise BadPhoto(message, field="photo") from error


def _judge(picture: Image.Image, data: bytes, side_px: int) -> None:
    """By the header alone; a JPEG is told to unpack smaller, and judged by what that leaves too. Raises BadPhoto."""
    limit = MAX_JPEG_PIXELS if isinstance(picture, JpegImageFile) and _single_scan(picture, data) else MAX_PIXELS
    if picture.width * picture.height > limit:
        raise BadPhoto(
            _("The photo has too many pixels: %(most)d million are the most. Send a smaller one.")
            % {"most": limit // 1_000_000},
            field="photo",
        )
    if min(picture.size) < MIN_SIDE_PX:
        raise BadPhoto(_("The photo is too small to show anything."), field="photo")
    picture.draft("RGB", (side_px, side_px))
    if picture.width * picture.height > MAX_PIXELS:
        raise BadPhoto(_("The photo is too long and narrow. Send a part of it."), field="photo")


def _single_scan(picture: JpegImageFile, data: bytes) -> bool:
    """Whether the first scan has all components of a baseline picture. Otherwise libjpeg keeps all of it in memory."""
    if picture.info.get("progressive") or picture.fp is None:
        return False
    scan = picture.fp.tell() - (8 + 2 * len(picture.layer))
    return scan > 0 and data[scan : scan + 2] == _START_OF_SCAN and data[scan + 4] == len(picture.layer)


def _reduced(picture: Image.Image, side_px: int) -> Image.Image:
    """In RGB and by a whole factor smaller, while still ``side_px`` long; band by band, so never copied whole."""
    factor = max(1, max(picture.size) // side_px)
    width, height = -(-picture.width // factor), -(-picture.height // factor)
    small = Image.new("RGB", (width, height))
    step = _BAND_PX * factor
    for top in range(0, picture.height, step):
        band = picture.crop((0, top, picture.width, min(top + step, picture.height)))
        small.paste(_flat(band).reduce(factor), (0, top // factor))
    return small


def _flat(picture: Image.Image) -> Image.Image:
    """In RGB, on white where it was transparent."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        ground = Image.new("RGBA", picture.size, "white")
        ground.alpha_composite(picture.convert("RGBA"))
        return ground.convert("RGB")
    return picture.convert("RGB")
