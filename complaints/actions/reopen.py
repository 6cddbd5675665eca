"""Reopen: it is not fixed after all. The agency that had the complaint keeps it and is told."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from complaints.actions.step import Step, reporter_step, required, step
from complaints.intake.photos import CleanPhoto, store_photos
from complaints.lifecycle import Act
from complaints.models import Complaint
from kit.storage import files_of_transaction
from people.models import User


def reopen(code: str, user: User, *, reason: str, version: int | None = None) -> Complaint:
    """The desk opens the complaint again; the reason is public. Raises Missing, and as `step`."""
    with step(Act.REOPEN, code, user, version) as taken:
        _open_again(taken, reason)
    return taken.complaint


def reopen_by_reporter(code: str, secret: str, *, reason: str, photos: Sequence[CleanPhoto] = ()) -> Complaint:
    """The reporter says "not fixed", with photos that show it. Raises Missing, and as `reporter_step`."""
    with files_of_transaction(), reporter_step(Act.REOPEN, code, secret) as taken:
        _open_again(taken, reason)
        store_photos(photos, taken.complaint)
        taken.complaint.has_photo = taken.complaint.has_photo or bool(photos)
        taken.detail["photos"] = len(photos)
    return taken.complaint


def _open_again(taken: Step, reason: str) -> None:
    taken.public_note = required(reason, "reason", _("Say in a few words what is not right yet."))
    taken.complaint.reopened_count += 1
    taken.complaint.confirmed_at = None
    taken.detail["reopened"] = taken.complaint.reopened_count
