"""Follow up (tindak lanjut): the agency says what it did, with photos as evidence."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from complaints.actions.step import required, step
from complaints.errors import Missing
from complaints.intake.photos import CleanPhoto, store_photos
from complaints.lifecycle import Act
from complaints.models import FollowUp
from kit.storage import files_of_transaction
from people.models import User


def follow_up(
    code: str, user: User, *, text: str, photos: Sequence[CleanPhoto] = (), version: int | None = None
) -> FollowUp:
    """Record the agency's account of its work; the public reads it. Raises Missing, and as `step`."""
    with files_of_transaction(), step(Act.FOLLOW_UP, code, user, version) as taken:
        complaint = taken.complaint
        if complaint.agency is None:
            raise Missing(_("No agency has this complaint."), field="agency")
        told = required(text, "text", _("Say what was done; the public reads it."))
        record = FollowUp.objects.create(complaint=complaint, text=told, agency=complaint.agency, actor=user)
        store_photos(photos, complaint, record)
        taken.public_note = told
        taken.detail["photos"] = len(photos)
    return record
