"""Cameras come in from a file."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from cameras.actions.register_camera import register_camera
from cameras.drafts import check_draft
from cameras.errors import BadCamera
from cameras.imports.rows import Mapped, Row, draft_of, read_rows
from cameras.models import Camera, Stage
from people.models import User

Progress = Callable[[int, Iterable[Row]], Iterable[Row]]


@dataclass(slots=True)
class CameraImportReport:
    """What the import did; ``refused`` holds a sentence for each entry that could not be used."""

    read: int = 0
    created: int = 0
    unchanged: int = 0
    refused: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The report in sentences."""
        summary = _("%(read)d entries read: %(created)d new, %(unchanged)d already there, %(refused)d refused.") % {
            "read": self.read,
            "created": self.created,
            "unchanged": self.unchanged,
            "refused": len(self.refused),
        }
        return [summary, *self.refused]


def _plain(count: int, rows: Iterable[Row]) -> Iterable[Row]:
    return rows


def import_cameras(
    actor: User | None, path: Path, mapped: Mapped, *, stage: Stage = Stage.PLANNED, progress: Progress = _plain
) -> CameraImportReport:
    """Register the file's cameras in one transaction; one whose code is there already is left alone.

    Raises Denied, BadCameraFile; nothing is stored then.
    """
    report = CameraImportReport()
    count, rows = read_rows(path, mapped)
    with transaction.atomic():
        known = set(Camera.objects.values_list("code", flat=True))
        for row in progress(count, rows):
            report.read += 1
            try:
                draft = draft_of(row, mapped)
                check_draft(draft)
            except BadCamera as error:
                report.refused.append(_("Refused: entry %(number)d. %(why)s") % {"number": row.number, "why": error})
                continue
            if draft.code in known:
                report.unchanged += 1
                continue
            known.add(draft.code)
            register_camera(actor, draft, stage=stage)
            report.created += 1
    return report
