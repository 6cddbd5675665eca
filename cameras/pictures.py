"""The files of the latest pictures."""

import secrets
from pathlib import Path
from typing import Literal

from django.conf import settings

from cameras.models import CameraSnapshot
from cameras.sources.picture import Picture

Size = Literal["full", "small"]


def new_token() -> str:
    """The unguessable part of a camera's file names, for the case that MEDIA_ROOT is ever served as it is."""
    return secrets.token_hex(16)


def path_of(snapshot: CameraSnapshot, size: Size) -> Path:
    """Where the picture lies."""
    return Path(settings.MEDIA_ROOT) / "cameras" / f"{snapshot.camera_id}-{snapshot.token}-{size}.jpg"


def store(snapshot: CameraSnapshot, picture: Picture) -> None:
    """Replace the picture at once: a reader gets the old one or the new one, never half of one."""
    for size, data in (("full", picture.full), ("small", picture.small)):
        path = path_of(snapshot, size)  # type: ignore[arg-type]
        path.parent.mkdir(parents=True, exist_ok=True)
        waiting = path.with_suffix(f".{secrets.token_hex(4)}.part")
        waiting.write_bytes(data)
        waiting.replace(path)


def read(snapshot: CameraSnapshot, size: Size) -> bytes | None:
    """The picture, or None when its file is gone."""
    try:
        return path_of(snapshot, size).read_bytes()
    except FileNotFoundError:
        return None
