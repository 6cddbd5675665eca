"""Pictures from strangers: decoded in a child process, checked, written anew."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incidents.errors import BadPhoto
from incidents.models import FollowUp, Photo, Report
from kit.images.decode import decode
from kit.images.errors import BadImage
from kit.images.wire import Recipe

MAX_BYTES: Final = 10 * 1024 * 1024
MAX_PHOTOS: Final = 5
LONGEST_SIDE_PX: Final = 2048
THUMBNAIL_SIDE_PX: Final = 480
_RECIPE: Final = Recipe(longest_px=LONGEST_SIDE_PX, thumbnail_px=THUMBNAIL_SIDE_PX)


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
    DecodersBusy when too many others are at it. Call it outside transactions."""
    data = file.read(MAX_BYTES + 1)
    try:
        clean = decode(data, _RECIPE, max_bytes=MAX_BYTES)
    except BadImage as error:
        raise BadPhoto(error.message, field="photo") from error
    return CleanPhoto(clean.image, clean.thumbnail, clean.width_px, clean.height_px, hashlib.sha256(data).hexdigest())


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
