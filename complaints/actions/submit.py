"""Submit: a complaint comes in, by whatever channel."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.gis.geos import Point
from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from complaints.actions.step import record_receipt
from complaints.clock.deadlines import due_at
from complaints.intake.photos import CleanPhoto, store_photos
from complaints.intake.place import require_inside
from complaints.intake.submission import Submission
from complaints.models import Category, Channel, Complaint, Priority, Reporter
from complaints.tracking import new_code
from geo import gazetteer
from kit.errors import BadInput
from kit.storage import files_of_transaction
from people.access import Verb, require
from people.models import User


@dataclass(frozen=True)
class Receipt:
    """What the sender gets: the complaint, and the secret of the reporter's own link. ``again``: it existed."""

    complaint: Complaint
    secret: str
    again: bool = False


def submit(
    submission: Submission, channel: Channel, *, photos: Sequence[CleanPhoto] = (), recorded_by: User | None = None
) -> Receipt:
    """Store a new complaint. The same form sent twice gives the first one's receipt.

    ``recorded_by`` is the member of staff who writes down what a caller says, and needs COMPLAINT_RECORD. Raises
    BadInput for an unknown category or a place outside the region, Denied.
    """
    if recorded_by is not None:
        require(recorded_by, Verb.COMPLAINT_RECORD)
    category = Category.objects.filter(code=submission.category, active=True).first()
    if category is None:
        raise BadInput(_("Choose what the complaint is about."), field="category")
    earlier = _earlier(submission)
    if earlier is not None:
        return earlier
    require_inside(submission.lon, submission.lat)
    try:
        with files_of_transaction():
            return _stored(submission, category, channel, photos, recorded_by)
    except IntegrityError:
        earlier = _earlier(submission)
        if earlier is None:
            raise
        return earlier


def _earlier(submission: Submission) -> Receipt | None:
    if submission.form_token is None:
        return None
    complaint = Complaint.objects.filter(form_token=submission.form_token).select_related("reporter").first()
    return Receipt(complaint, complaint.reporter.secret, again=True) if complaint else None


def _stored(
    submission: Submission, category: Category, channel: Channel, photos: Sequence[CleanPhoto], user: User | None
) -> Receipt:
    complaint = _complaint(submission, category, channel)
    complaint.has_photo = bool(photos)
    complaint.due_at = due_at(complaint, complaint.created_at)
    complaint.save(force_insert=True)
    reporter = Reporter.objects.create(
        complaint=complaint,
        name=submission.name,
        phone=submission.phone,
        email=submission.email,
        anonymous=submission.anonymous,
    )
    store_photos(photos, complaint)
    record_receipt(complaint, user)
    return Receipt(complaint, reporter.secret)


def _complaint(submission: Submission, category: Category, channel: Channel) -> Complaint:
    complaint = Complaint(
        tracking_code=new_code(),
        complaint_class=category.complaint_class,
        category=category,
        title=submission.title,
        description=submission.description,
        landmark=submission.landmark,
        priority=Priority.EMERGENCY if category.emergency else Priority.NORMAL,
        channel=channel,
        confidential=submission.confidential,
        form_token=submission.form_token,
    )
    complaint.updated_at = complaint.created_at
    if submission.lon is not None and submission.lat is not None:
        areas = gazetteer.areas_at(submission.lon, submission.lat)
        complaint.point = Point(submission.lon, submission.lat, srid=4326)
        complaint.area = areas[-1] if areas else None
        complaint.place = gazetteer.name_of(areas)
    return complaint
