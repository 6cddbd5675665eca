"""Reopen: it is not fixed after all. The agency that had the report keeps it and is told."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from incidents.actions.step import Step, reporter_step, required, step
from incidents.intake.photos import CleanPhoto, store_photos
from incidents.lifecycle import Act
from incidents.models import Report
from kit.storage import files_of_transaction
from people.models import User


def reopen(code: str, user: User, *, reason: str, version: int | None = None) -> Report:
    """The desk opens the report again; the reason is public. Raises Missing, and as `step`."""
    with step(Act.REOPEN, code, user, version) as taken:
        _open_again(taken, reason)
    return taken.report


def reopen_by_reporter(code: str, secret: str, *, reason: str, photos: Sequence[CleanPhoto] = ()) -> Report:
    """The reporter says "not fixed", with photos that show it. Raises Missing, and as `reporter_step`."""
    with files_of_transaction(), reporter_step(Act.REOPEN, code, secret) as taken:
        _open_again(taken, reason)
        store_photos(photos, taken.report)
        taken.report.has_photo = taken.report.has_photo or bool(photos)
        taken.detail["photos"] = len(photos)
    return taken.report


def _open_again(taken: Step, reason: str) -> None:
    taken.public_note = required(reason, "reason", _("Say in a few words what is not right yet."))
    taken.report.reopened_count += 1
    taken.report.confirmed_at = None
    taken.detail["reopened"] = taken.report.reopened_count
