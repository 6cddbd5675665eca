"""Cameras come in from a file."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from cameras.actions.register_camera import register_camera
from cameras.imports.codes import Codes
from cameras.imports.rows import Mapped, Row, entry_of, read_rows
from cameras.models import Camera, Stage
from kit.errors import BadInput
from people.models import User

Progress = Callable[[int, Iterable[Row]], Iterable[Row]]


@dataclass(slots=True)
class CameraImportReport:
    """What the import did; ``refused`` holds the reason for each entry that could not be used, by its number.

    ``reject_lines`` gives the lines of a file of those entries, to be mended and imported.
    """

    read: int = 0
    created: int = 0
    unchanged: int = 0
    refused: dict[int, str] = field(default_factory=dict)
    reject_lines: Callable[[], Iterator[str]] = lambda: iter(())

    def lines(self) -> list[str]:
        """The report in sentences."""
        summary = _("%(read)d entries read: %(created)d new, %(unchanged)d already there, %(refused)d refused.") % {
            "read": self.read,
            "created": self.created,
            "unchanged": self.unchanged,
            "refused": len(self.refused),
        }
        text = _("Refused: entry %(number)d. %(why)s")
        return [summary, *(text % {"number": number, "why": why} for number, why in self.refused.items())]


def _plain(count: int, rows: Iterable[Row]) -> Iterable[Row]:
    return rows


def import_cameras(
    actor: User | None, path: Path, mapped: Mapped, *, stage: Stage = Stage.PLANNED, progress: Progress = _plain
) -> CameraImportReport:
    """Register the file's cameras in one transaction; one whose code is there already is left alone.

    An entry that cannot be used is refused in words, the others are stored. Raises Denied, BadCameraFile; nothing is
    stored then.
    """
    report = CameraImportReport()
    file = read_rows(path, mapped)
    with transaction.atomic():
        places = {code: (point.x, point.y) for code, point in Camera.objects.values_list("code", "point")}
        codes = Codes(mapped.dataset, places)
        for row in progress(file.count, file.rows):
            report.read += 1
            try:
                entry = entry_of(row, mapped)
                draft, stored = codes.assign(entry, row.number)
                if not stored:
                    register_camera(actor, draft, entry.source, stream=entry.stream, stage=stage)
            except BadInput as error:
                report.refused[row.number] = str(error)
                continue
            report.unchanged += stored
            report.created += not stored
    report.reject_lines = lambda: file.reject_lines(report.refused)
    return report
