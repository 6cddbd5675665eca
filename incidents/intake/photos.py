"""Pictures from strangers: decoded, checked, written anew."""

import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image

from incidents.errors import BadPhoto
from incidents.intake.pixels import one_at_a_time, unpacked
from incidents.models import FollowUp, Photo, Report

MAX_BYTES: Final = 10 * 1024 * 1024
MAX_PHOTOS: Final = 5
LONGEST_SIDE_PX: Final = 2048
THUMBNAIL_SIDE_PX: Final = 480


class Upload(Protocol):
    """What is read from: an uploaded file or any other binary one."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class CleanPhoto:
    """A JPEG of our own making, without metadata, and its thumbnail. ``sha256`` is that of what was sent."""

    image: bytes
    thumbnail: bytes
    width_px: int
    height_px: int
    sha256: str


def clean_photo(file: Upload) -> CleanPhoto:
    """Read at most `MAX_BYTES` from ``file`` and encode the picture anew. Raises BadPhoto with what to do about it,
    TryLater when too many others are at it."""
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise BadPhoto(_("The photo is larger than 10 MB. Send a smaller one."), field="photo")
    with one_at_a_time():
        image = unpacked(data, LONGEST_SIDE_PX)
    return CleanPhoto(
        image=_jpeg(image, 84),
        thumbnail=_jpeg(_shrunk(image, THUMBNAIL_SIDE_PX), 78),
        width_px=image.width,
        height_px=image.height,
        sha256=hashlib.sha256(data).hexdigest(),
    )


def clean_photos(files: Iterable[Upload]) -> list[CleanPhoto]:
    """Each file cleaned. Raises BadPhoto, also for more than `MAX_PHOTOS`."""
    listed = list(files)
    if len(listed) > MAX_PHOTOS:
        raise BadPhoto(_("Send at most five photos."), field="photo")
    return [clean_photo(file) for file in listed]


def store_photos(photos: Sequence[CleanPhoto], report: Report, follow_up: FollowUp | None = None) -> None:
    """Write files and rows in the caller's transaction. Files of a transaction that fails are left without a row."""
    for clean in photos:
        photo = Photo(
            report=report,
            follow_up=follow_up,
            width_px=clean.width_px,
            height_px=clean.height_px,
            sha256=clean.sha256,
        )
        photo.image.save("photo.jpg", ContentFile(clean.image), save=False)
        photo.thumbnail.save("thumbnail.jpg", ContentFile(clean.thumbnail), save=False)
        try:
            with transaction.atomic():
                photo.save()
        except Exception:
            photo.image.delete(save=False)
            photo.thumbnail.delete(save=False)
            raise


def _shrunk(picture: Image.Image, longest_px: int) -> Image.Image:
    copy = picture.copy()
    copy.thumbnail((longest_px, longest_px), Image.Resampling.LANCZOS)
    return copy


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    # A fresh image: nothing of the original's info (EXIF, ICC, comments) is carried over.
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()
