"""Files of finished reports under MEDIA_ROOT, which no server shows by itself."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, cast

from django.conf import settings

FOLDER: Final = "reports"


def folder() -> Path:
    """Where the files lie; made when it is not there."""
    path = Path(settings.MEDIA_ROOT) / FOLDER
    path.mkdir(parents=True, exist_ok=True)
    return path


@contextmanager
def new_file(name: str) -> Iterator[BinaryIO]:
    """A file that gets its name once it is complete; what is left of a broken one is removed."""
    handle, partial = tempfile.mkstemp(prefix=".", suffix=".part", dir=folder())
    try:
        with os.fdopen(handle, "wb") as file:
            yield cast(BinaryIO, file)
        Path(partial).chmod(0o640)
        Path(partial).rename(folder() / name)
    finally:
        Path(partial).unlink(missing_ok=True)


def path_of(name: str) -> Path:
    """Where a report's file lies; ``name`` is what the run holds."""
    return folder() / Path(name).name


def remove(name: str) -> None:
    """Delete a file, if it is there."""
    if name:
        path_of(name).unlink(missing_ok=True)


def forgotten(known: set[str], older_than: float) -> list[str]:
    """Names of files that no run knows and that were last written before ``older_than`` (Unix seconds)."""
    return [path.name for path in folder().iterdir() if path.name not in known and path.stat().st_mtime < older_than]
