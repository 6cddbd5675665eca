"""Submit: a report comes in, by whatever channel."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.gis.geos import Point
from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from geo import gazetteer
from incidents.actions.step import record_receipt
from incidents.clock.deadlines import due_at
from incidents.intake.photos import CleanPhoto, store_photos
from incidents.intake.place import require_inside
from incidents.intake.submission import Submission
from incidents.models import Category, Channel, Priority, Report, Reporter
from incidents.tracking import new_code
from kit.errors import BadInput
from kit.storage import files_of_transaction
from people.access import Verb, require
from people.models import User


@dataclass(frozen=True)
class Receipt:
    """What the sender gets: the report, and the secret of the reporter's own link. ``again``: it was already there."""

    report: Report
    secret: str
    again: bool = False


def submit(
    submission: Submission, channel: Channel, *, photos: Sequence[CleanPhoto] = (), recorded_by: User | None = None
) -> Receipt:
    """Store a new report. The same form sent twice gives the first one's receipt.

    ``recorded_by`` is the member of staff who writes down what a caller says, and needs REPORT_RECORD. Raises BadInput
    for an unknown category or a place outside the region, Denied.
    """
    if recorded_by is not None:
        require(recorded_by, Verb.REPORT_RECORD)
    category = Category.objects.filter(code=submission.category, active=True).first()
    if category is None:
        raise BadInput(_("Choose what the report is about."), field="category")
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
    report = Report.objects.filter(form_token=submission.form_token).select_related("reporter").first()
    return Receipt(report, report.reporter.secret, again=True) if report else None


def _stored(
    submission: Submission, category: Category, channel: Channel, photos: Sequence[CleanPhoto], user: User | None
) -> Receipt:
    report = _report(submission, category, channel)
    report.has_photo = bool(photos)
    report.due_at = due_at(report, report.created_at)
    report.save(force_insert=True)
    reporter = Reporter.objects.create(
        report=report,
        name=submission.name,
        phone=submission.phone,
        email=submission.email,
        anonymous=submission.anonymous,
    )
    store_photos(photos, report)
    record_receipt(report, user)
    return Receipt(report, reporter.secret)


def _report(submission: Submission, category: Category, channel: Channel) -> Report:
    report = Report(
        tracking_code=new_code(),
        report_class=category.report_class,
        category=category,
        title=submission.title,
        description=submission.description,
        landmark=submission.landmark,
        priority=Priority.EMERGENCY if category.emergency else Priority.NORMAL,
        channel=channel,
        confidential=submission.confidential,
        form_token=submission.form_token,
    )
    report.updated_at = report.created_at
    if submission.lon is not None and submission.lat is not None:
        areas = gazetteer.areas_at(submission.lon, submission.lat)
        report.point = Point(submission.lon, submission.lat, srid=4326)
        report.area = areas[-1] if areas else None
        report.place = gazetteer.name_of(areas)
    return report
