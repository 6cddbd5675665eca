"""What a member of staff who recorded a complaint hands to its reporter."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from complaints.errors import ComplaintNotFound
from complaints.lifecycle import Act
from complaints.models import Complaint, Reporter
from people import audit
from people.access import Verb, require
from people.models import User


@dataclass(frozen=True)
class RecordedReceipt:
    """The complaint, the secret of the reporter's own link, and the number to send it to."""

    complaint: Complaint
    secret: str
    phone: str


def receipt_for_recorder(user: User, code: str, *, within: timedelta) -> RecordedReceipt:
    """The receipt of a complaint that ``user`` recorded lately; the reading leaves an audit entry.

    Whoever has the link speaks for the reporter, so nobody else gets it. Raises Denied, ComplaintNotFound.
    """
    require(user, Verb.COMPLAINT_RECORD)
    recorded = Complaint.objects.filter(
        tracking_code=code,
        transitions__verb=Act.SUBMIT,
        transitions__actor=user,
        transitions__at__gte=timezone.now() - within,
    )
    complaint = recorded.select_related("category").first()
    if complaint is None:
        raise ComplaintNotFound
    reporter = Reporter.objects.get(complaint=complaint)
    audit.record(user, "complaint.slip", complaint)
    return RecordedReceipt(complaint, reporter.secret, reporter.phone)
