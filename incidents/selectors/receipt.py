"""What a member of staff who recorded a report hands to its reporter."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from incidents.errors import ReportNotFound
from incidents.lifecycle import Act
from incidents.models import Report, Reporter
from people import audit
from people.access import Verb, require
from people.models import User


@dataclass(frozen=True)
class RecordedReceipt:
    """The report, the secret of the reporter's own link, and the number to send it to."""

    report: Report
    secret: str
    phone: str


def receipt_for_recorder(user: User, code: str, *, within: timedelta) -> RecordedReceipt:
    """The receipt of a report that ``user`` recorded lately; the reading leaves an audit entry.

    Whoever has the link speaks for the reporter, so nobody else gets it. Raises Denied, ReportNotFound.
    """
    require(user, Verb.REPORT_RECORD)
    recorded = Report.objects.filter(
        tracking_code=code,
        transitions__verb=Act.SUBMIT,
        transitions__actor=user,
        transitions__at__gte=timezone.now() - within,
    )
    report = recorded.select_related("category").first()
    if report is None:
        raise ReportNotFound
    reporter = Reporter.objects.get(report=report)
    audit.record(user, "report.slip", report)
    return RecordedReceipt(report, reporter.secret, reporter.phone)
