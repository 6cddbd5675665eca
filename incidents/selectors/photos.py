"""Which photos a reader may load."""

from incidents.actions.step import holds_link
from incidents.errors import ReportNotFound
from incidents.models import Photo
from incidents.selectors.reports import readable
from people.access.policy import Actor


def readable_photo(code: str, photo_id: int, *, user: Actor, secret: str = "") -> Photo:
    """The photo, for staff who may see its report, and for whoever has the tracking code; of a confidential report only
    for the holder of the reporter's link. Raises ReportNotFound."""
    photo = Photo.objects.select_related("report__merged_into").filter(pk=photo_id, report__tracking_code=code).first()
    if photo is None:
        raise ReportNotFound
    public = not photo.report.confidential
    if public or readable(user, photo.report) or (secret and holds_link(photo.report, secret)):
        return photo
    raise ReportNotFound
