"""Reading who made a complaint: checked, and written down."""

from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest

from complaints.models import Complaint, Reporter
from people import audit
from people.access import Denied, Verb, in_centre, may, require
from people.models import User


@dataclass(frozen=True)
class Identity:
    """What is held about a reporter."""

    name: str
    phone: str
    email: str
    anonymous: bool

    @property
    def known(self) -> bool:
        """Whether anything is held at all."""
        return bool(self.name or self.phone or self.email)


def read_reporter(user: User, complaint: Complaint, request: HttpRequest | None = None) -> Identity:
    """The identity behind ``complaint``; the reading leaves an audit entry. Raises Denied."""
    require(user, Verb.REPORTER_VIEW, complaint)
    with transaction.atomic():
        reporter = Reporter.objects.get(complaint=complaint)
        if not in_centre(user) and _hidden(complaint, reporter.anonymous):
            raise Denied
        audit.record(user, "reporter.read", complaint, {"anonymous": reporter.anonymous}, request)
    return Identity(reporter.name, reporter.phone, reporter.email, reporter.anonymous)


def may_read_reporter(user: User, complaint: Complaint) -> bool:
    """Whether ``user`` may know who made ``complaint``: the centre, and its agency where the reporter is not hidden."""
    if not may(user, Verb.REPORTER_VIEW, complaint):
        return False
    if in_centre(user):
        return True
    return not is_hidden(complaint)


def is_hidden(complaint: Complaint) -> bool:
    """Whether the agency may not learn who made ``complaint``."""
    anonymous = Reporter.objects.filter(complaint=complaint).values_list("anonymous", flat=True).first()
    return anonymous is None or _hidden(complaint, anonymous)


def _hidden(complaint: Complaint, anonymous: bool) -> bool:
    """From the agency: who asked for it, and who made a secret complaint, which may be about the agency itself."""
    return anonymous or complaint.confidential
