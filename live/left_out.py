"""Rows that could not be shown: left out of lists and snapshots, logged, and counted for ``/healthz``.

One stored row that cannot be read must not take from everybody what the other rows show.
"""

import logging
from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from django.db import InterfaceError, OperationalError, models, transaction

logger = logging.getLogger(__name__)

Row = TypeVar("Row", bound=models.Model)
Item = TypeVar("Item")
Built = TypeVar("Built")
_MOST: Final = 1_000
_known: dict[tuple[str, int], str] = {}


def count() -> int:
    """How many rows this process has left out so far; each counts once."""
    return len(_known)


def build_each(rows: models.QuerySet[Row], build: Callable[[Row], Built]) -> list[Built]:
    """What ``build`` makes of each row; a row that cannot be read or built is left out.

    Raises OperationalError and InterfaceError: a database that is away is not the fault of a row.
    """
    try:
        with transaction.atomic():
            return [build(row) for row in rows]
    except (OperationalError, InterfaceError):
        raise
    except Exception:  # noqa: BLE001 - whatever one row does, the others are shown
        return _one_by_one(rows, build)


def build_loaded(kind: str, rows: Iterable[tuple[int, Item]], build: Callable[[Item], Built]) -> list[Built]:
    """As `build_each`, for what has been read already and is given with its keys; ``kind`` names the model."""
    built: list[Built] = []
    for key, row in rows:
        try:
            built.append(build(row))
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:  # noqa: BLE001 - as above
            note(kind, key, error)
    return built


def _one_by_one(rows: models.QuerySet[Row], build: Callable[[Row], Built]) -> list[Built]:
    built: list[Built] = []
    for key in list(rows.values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                built += [build(row) for row in rows.filter(pk=key)]
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:  # noqa: BLE001 - as above
            note(rows.model._meta.label, key, error)
    return built


def note(kind: str, key: int, error: Exception) -> None:
    """Count and log a row that was left out, with its traceback the first time."""
    if (kind, key) in _known or len(_known) >= _MOST:
        return
    _known[kind, key] = repr(error)
    logger.error("%s %s cannot be shown and is left out: %r", kind, key, error, exc_info=error)


def listed() -> Iterable[tuple[str, int, str]]:
    """What was left out: the kind of row, its key, and why."""
    return [(kind, key, why) for (kind, key), why in sorted(_known.items())]
