"""Follow up (tindak lanjut): the agency says what it did, with photos as evidence."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from incidents.actions.step import required, step
from incidents.errors import Missing
from incidents.intake.photos import CleanPhoto, store_photos
from incidents.lifecycle import Act
from incidents.models import FollowUp
from kit.storage import files_of_transaction
from people.models import User


def follow_up(
    code: str, user: User, *, text: str, photos: Sequence[CleanPhoto] = (), version: int | None = None
) -> FollowUp:
    """Record the agency's account of its work; the public reads it. Raises Missing, and as `step`."""
    with files_of_transaction(), step(Act.FOLLOW_UP, code, user, version) as taken:
        report = taken.report
        if report.agency is None:
            raise Missing(_("No agency has this report."), field="agency")
        told = required(text, "text", _("Say what was done; the public reads it."))
        record = FollowUp.objects.create(report=report, text=told, agency=report.agency, actor=user)
        store_photos(photos, report, record)
        taken.public_note = told
        taken.detail["photos"] = len(photos)
    return record
