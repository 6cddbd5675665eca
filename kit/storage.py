"""Files that belong to rows: written and deleted together with them, through Django's storage API."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage
from django.db import transaction
from django.db.models.fields.files import FieldFile

logger = logging.getLogger(__name__)

_BATCH: Final = 500
_written: ContextVar[list[tuple[Storage, str]] | None] = ContextVar("written_files", default=None)


@contextmanager
def files_of_transaction() -> Iterator[None]:
    """``transaction.atomic()`` whose files go with its rows: when it is rolled back, what `write` wrote is deleted.

    Within another such block the files are that one's as well. Files of a process that dies between are found by
    `sweep`.
    """
    outer, mine = _written.get(), []  # type: ignore[var-annotated]
    token = _written.set(mine)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        for storage, name in mine:
            _delete(storage, name)
        raise
    else:
        if outer is not None:
            outer += mine
    finally:
        _written.reset(token)


def write(file: FieldFile, name: str, data: bytes) -> None:
    """Store ``data`` as the row's file; the row itself is not saved. Raises RuntimeError outside
    `files_of_transaction`."""
    written = _written.get()
    if written is None:
        raise RuntimeError("files of rows are written inside files_of_transaction()")
    file.save(name, ContentFile(data), save=False)
    written.append((file.storage, str(file.name)))


def delete_on_commit(*files: FieldFile) -> None:
    """Delete the files once the transaction that gives them up is committed; at once where there is none."""
    for file in files:
        if file.name:
            storage, name = file.storage, str(file.name)
            transaction.on_commit(lambda storage=storage, name=name: _delete(storage, name))  # type: ignore[misc]


def sweep(folder: str, known: Callable[[list[str]], set[str]], older_than: datetime) -> int:
    """Delete the files below ``folder`` that were last written before ``older_than`` and that no row knows.

    ``known`` is asked for some names at a time and returns those that rows hold. Returns how many were deleted.
    """
    old = [name for name in _walk(folder) if _is_old(name, older_than)]
    orphans = 0
    for begin in range(0, len(old), _BATCH):
        batch = old[begin : begin + _BATCH]
        for name in sorted(set(batch) - known(batch)):
            _delete(default_storage, name)
            orphans += 1
    return orphans


def _walk(folder: str) -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in files)
    for name in folders:
        yield from _walk(f"{folder}/{name}")


def _is_old(name: str, older_than: datetime) -> bool:
    try:
        return default_storage.get_modified_time(name) < older_than
    except FileNotFoundError:
        return False


def _delete(storage: Storage, name: str) -> None:
    """A file that cannot be deleted now is found by `sweep`."""
    try:
        storage.delete(name)
    except OSError:
        logger.warning("a file of a row could not be deleted: %s", name, exc_info=True)
