"""Remove a photo of a complaint or of the work done: it shows what nobody should see, or does not belong there."""

from django.utils.translation import gettext_lazy as _

from complaints.actions.step import required, step
from complaints.errors import Missing
from complaints.lifecycle import Act
from complaints.models import Complaint
from kit import storage
from people.models import User


def remove_photo(code: str, user: User, photo_id: int | None, *, reason: str, version: int | None = None) -> Complaint:
    """Delete the photo and its files for good; the reason is for colleagues.

    An agency's evidence too: a complaint that is left without any is not closed, one that is closed stays so. The audit
    trail keeps the SHA-256 of the file that was sent, so that a copy held elsewhere can be recognised, and the number
    of the follow-up. Raises Missing, and as `step`.
    """
    with step(Act.REMOVE_PHOTO, code, user, version) as taken:
        photo = None if photo_id is None else taken.complaint.photos.filter(pk=photo_id).first()
        if photo is None:
            raise Missing(_("Choose the photo that is removed."), field="photo")
        taken.note = required(reason, "reason", _("Say why it is removed; colleagues read it."))
        taken.detail |= {"photo": photo.pk, "sha256": photo.sha256}
        if photo.follow_up_id is not None:
            taken.detail["follow_up"] = photo.follow_up_id
        storage.delete_on_commit(photo.image, photo.thumbnail)
        photo.delete()
        taken.complaint.has_photo = taken.complaint.photos.filter(follow_up__isnull=True).exists()
    return taken.complaint
