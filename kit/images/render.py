"""Decoding one picture and encoding it anew; runs in the child process alone."""

import io
from collections.abc import Callable
from typing import Final

from PIL import Image, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from kit.images import headers
from kit.images.wire import Limits, Reason, Recipe

_OPENERS: Final[dict[str, Callable[[io.BytesIO], Image.Image]]] = {
    "JPEG": JpegImagePlugin.JpegImageFile,
    "PNG": PngImagePlugin.PngImageFile,
    "WEBP": WebPImagePlugin.WebPImageFile,
}
_BAND_PIXELS: Final = 2_000_000
_ORIENTATION: Final = 0x0112
_UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class Refused(Exception):
    """The picture is refused for ``reason``; ``most`` is the limit that it passes, where there is one."""

    def __init__(self, reason: Reason, most: int = 0) -> None:
        super().__init__(reason.value)
        self.reason, self.most = reason, most


def render(data: bytes, recipe: Recipe, limits: Limits) -> tuple[bytes, bytes, int, int]:
    """The picture and its thumbnail as JPEG, and the picture's width and height.

    Upright, in RGB, on white where it was transparent, without anything of its metadata. Raises Refused; whatever else
    is raised means that the data is no picture.
    """
    kind = headers.kind_of(data)
    if not kind:
        raise Refused(Reason.NOT_A_PICTURE)
    if headers.is_animated(kind, data):
        raise Refused(Reason.ANIMATED)
    with _OPENERS[kind](io.BytesIO(data)) as picture:
        _check(picture, kind, data, recipe, limits)
        orientation = _orientation(picture)
        picture.load()
        small = _reduced(picture, recipe.longest_px)
    small.thumbnail((recipe.longest_px, recipe.longest_px), Image.Resampling.LANCZOS)
    if orientation in _UPRIGHT:
        small = small.transpose(_UPRIGHT[orientation])
    thumbnail = small.copy()
    thumbnail.thumbnail((recipe.thumbnail_px, recipe.thumbnail_px), Image.Resampling.LANCZOS)
    return _jpeg(small, recipe.quality), _jpeg(thumbnail, recipe.thumbnail_quality), small.width, small.height


def _check(picture: Image.Image, kind: str, data: bytes, recipe: Recipe, limits: Limits) -> None:
    """By the header alone; a JPEG is told to decode smaller, and checked by what that leaves too."""
    most = limits.webp_pixels if kind == "WEBP" else limits.whole_pixels
    if kind == "JPEG":
        structure = headers.jpeg_structure(data, limits.scans)
        if structure.scans > limits.scans:
            raise Refused(Reason.TOO_MANY_SCANS, limits.scans)
        most = limits.reduced_pixels if structure.single_scan else most
    if picture.width * picture.height > most:
        raise Refused(Reason.TOO_MANY_PIXELS, most)
    if min(picture.size) < recipe.min_side_px:
        raise Refused(Reason.TOO_SMALL)
    picture.draft("RGB", (recipe.longest_px, recipe.longest_px))
    if picture.width * picture.height > limits.whole_pixels:
        raise Refused(Reason.TOO_NARROW)


def _orientation(picture: Image.Image) -> int:
    """The EXIF orientation from 1 to 8. Odd EXIF data is common and says nothing about the picture: then 1."""
    try:
        exif = Image.Exif()
        exif.load(picture.info.get("exif", b""))
        value = exif.get(_ORIENTATION)
    except Exception:  # noqa: BLE001 - the reader raises errors of many classes for data that is not EXIF
        return 1
    return value if isinstance(value, int) and value in _UPRIGHT else 1


def _reduced(picture: Image.Image, side_px: int) -> Image.Image:
    """In RGB and smaller by a whole factor, while still ``side_px`` long; band by band, so never copied whole."""
    factor = max(1, max(picture.size) // side_px)
    width, height = -(-picture.width // factor), -(-picture.height // factor)
    small = Image.new("RGB", (width, height))
    step = factor * max(1, _BAND_PIXELS // (picture.width * factor))
    for top in range(0, picture.height, step):
        band = picture.crop((0, top, picture.width, min(top + step, picture.height)))
        band.info = {key: value for key, value in picture.info.items() if key == "transparency"}
        flat = _flat(band)
        small.paste(flat.reduce(factor) if factor > 1 else flat, (0, top // factor))
    return small


def _flat(picture: Image.Image) -> Image.Image:
    """In RGB with 8 bits a channel, on white where it was transparent."""
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value * (1 / 257)).convert("L").convert("RGB")
    if picture.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in picture.info:
        ground = Image.new("RGBA", picture.size, "white")
        ground.alpha_composite(picture.convert("RGBA"))
        return ground.convert("RGB")
    return picture.convert("RGB")


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()
