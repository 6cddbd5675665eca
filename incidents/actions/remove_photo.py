"""Remove a photo that came with a report: it shows what nobody should see, or does not belong there."""

from django.utils.translation import gettext_lazy as _

from incidents.actions.step import required, step
from incidents.errors import Missing
from incidents.lifecycle import Act
from incidents.models import Report
from kit import storage
from people.models import User


def remove_photo(code: str, user: User, photo_id: int | None, *, reason: str, version: int | None = None) -> Report:
    """Delete the photo and its files for good; the reason is for colleagues.

    Not for the evidence of an agency's work. The audit trail keeps the SHA-256 of the file that was sent, so that a
    copy held elsewhere can be recognised. Raises Missing, and as `step`.
    """
    with step(Act.REMOVE_PHOTO, code, user, version) as taken:
        own = taken.report.photos.filter(follow_up__isnull=True)
        photo = None if photo_id is None else own.filter(pk=photo_id).first()
        if photo is None:
            raise Missing(_("Choose the photo that is removed."), field="photo")
        taken.note = required(reason, "reason", _("Say why it is removed; colleagues read it."))
        taken.detail |= {"photo": photo.pk, "sha256": photo.sha256}
        storage.delete_on_commit(photo.image, photo.thumbnail)
        photo.delete()
        taken.report.has_photo = own.exists()
    return taken.report
