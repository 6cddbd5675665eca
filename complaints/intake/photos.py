"""Pictures from strangers: decoded in a child process, checked, written anew."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Protocol

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints.errors import BadPhoto
from complaints.models import Complaint, FollowUp, HeldPhoto, Photo
from kit import storage
from kit.images.decode import decode
from kit.images.errors import BadImage
from kit.images.wire import Recipe

MAX_BYTES: Final = 10 * 1024 * 1024
MAX_PHOTOS: Final = 5
LONGEST_SIDE_PX: Final = 2048
THUMBNAIL_SIDE_PX: Final = 480
_ORPHAN_AFTER: Final = timedelta(days=1)
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


def store_photos(photos: Sequence[CleanPhoto], complaint: Complaint, follow_up: FollowUp | None = None) -> None:
    """Write files and rows inside the caller's ``kit.storage.files_of_transaction``, so that both go when it fails."""
    for clean in photos:
        photo = Photo(
            complaint=complaint,
            follow_up=follow_up,
            width_px=clean.width_px,
            height_px=clean.height_px,
            sha256=clean.sha256,
        )
        storage.write(photo.image, "photo.jpg", clean.image)
        storage.write(photo.thumbnail, "thumbnail.jpg", clean.thumbnail)
        photo.save()


def sweep() -> int:
    """Delete files that no row knows, as a process that died may leave them; returns how many."""
    since = timezone.now() - _ORPHAN_AFTER
    return sum(storage.sweep(f"complaints/{number:02x}", _known, since) for number in range(256))


def _known(names: list[str]) -> set[str]:
    found: set[str] = set()
    for model in (Photo, HeldPhoto):
        rows = model._default_manager.filter(Q(image__in=names) | Q(thumbnail__in=names))
        found.update(name for pair in rows.values_list("image", "thumbnail") for name in pair)
    return found
