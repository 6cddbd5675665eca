"""Which photos a reader may load."""

from complaints.actions.step import holds_link
from complaints.errors import ComplaintNotFound
from complaints.models import Photo
from complaints.selectors.complaints import readable
from people.access.policy import Actor


def readable_photo(code: str, photo_id: int, *, user: Actor, secret: str = "") -> Photo:
    """The photo, for staff who may see its complaint, and for whoever has the tracking code; of a confidential
    complaint only for the holder of the reporter's link. Raises ComplaintNotFound."""
    photo = (
        Photo.objects.select_related("complaint__merged_into")
        .filter(pk=photo_id, complaint__tracking_code=code)
        .first()
    )
    if photo is None:
        raise ComplaintNotFound
    public = not photo.complaint.confidential
    if public or readable(user, photo.complaint) or (secret and holds_link(photo.complaint, secret)):
        return photo
    raise ComplaintNotFound
