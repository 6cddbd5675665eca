"""Files of finished reports in Django's storage, which no server shows by itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import PurePosixPath
from tempfile import TemporaryFile
from typing import Any, BinaryIO, Final, cast

from django.core.files import File
from django.core.files.storage import default_storage

FOLDER: Final = "reports"


@contextmanager
def new_file(name: str) -> Iterator[BinaryIO]:
    """A file that is stored under its name once it is complete; nothing is left of a broken one."""
    with TemporaryFile() as file:
        yield cast(BinaryIO, file)
        file.seek(0)
        default_storage.save(_stored(name), File(cast(Any, file)))


def exists(name: str) -> bool:
    """Whether a report's file is there; ``name`` is what the run holds."""
    return default_storage.exists(_stored(name))


def open_file(name: str) -> "File[bytes]":
    """The file, to be read and closed. Raises FileNotFoundError."""
    return default_storage.open(_stored(name), "rb")


def size_of(name: str) -> int:
    """In bytes. Raises FileNotFoundError."""
    return default_storage.size(_stored(name))


def remove(name: str) -> None:
    """Delete a file, if it is there."""
    if name:
        default_storage.delete(_stored(name))


def names() -> list[str]:
    """The files of the folder; what lies in folders below it belongs to others."""
    try:
        return default_storage.listdir(FOLDER)[1]
    except FileNotFoundError:
        return []


def forgotten(known: set[str], older_than: datetime) -> list[str]:
    """Names of files that no run knows and that were last written before ``older_than``."""
    return [
        name for name in names() if name not in known and default_storage.get_modified_time(_stored(name)) < older_than
    ]


def _stored(name: str) -> str:
    return f"{FOLDER}/{PurePosixPath(name).name}"
