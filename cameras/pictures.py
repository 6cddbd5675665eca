"""The files of the latest pictures."""

from datetime import datetime, timedelta
from typing import Final, Literal

from django.db.models import Q
from django.utils import timezone

from cameras.models import CameraSnapshot
from cameras.sources.picture import Picture
from kit import storage

Size = Literal["full", "small"]
FOLDER: Final = "cameras"
_ORPHAN_AFTER: Final = timedelta(days=1)


def store(snapshot: CameraSnapshot, picture: Picture) -> None:
    """Write the picture's files, inside ``kit.storage.files_of_transaction``; the caller saves the row.

    Readers get the old picture or the new one: each has names of its own, and the old files go after the commit.
    """
    storage.delete_on_commit(snapshot.image, snapshot.thumbnail)
    snapshot.image, snapshot.thumbnail = "", ""
    storage.write(snapshot.image, "full.jpg", picture.full)
    storage.write(snapshot.thumbnail, "small.jpg", picture.small)


def read(camera_id: int, size: Size) -> tuple[CameraSnapshot, bytes, datetime] | None:
    """The latest snapshot with the bytes of its picture and since when it is true; None while there is none.

    A picture that is replaced between the row and its file is read again.
    """
    for _attempt in range(3):
        latest = CameraSnapshot.objects.filter(camera_id=camera_id, taken_at__isnull=False).first()
        if latest is None or latest.taken_at is None:
            return None
        file = latest.image if size == "full" else latest.thumbnail
        if not file.name:
            return None
        try:
            with file.open("rb") as content:
                return latest, content.read(), latest.taken_at
        except FileNotFoundError:
            continue
    return None


def sweep() -> int:
    """Delete files that no snapshot knows, as a process that died may leave them; returns how many."""
    return storage.sweep(FOLDER, _known, timezone.now() - _ORPHAN_AFTER)


def _known(names: list[str]) -> set[str]:
    rows = CameraSnapshot.objects.filter(Q(image__in=names) | Q(thumbnail__in=names))
    return {name for pair in rows.values_list("image", "thumbnail") for name in pair}
