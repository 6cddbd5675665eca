"""Reading who made a report: checked, and written down."""

from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest

from incidents.models import Report, Reporter
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


def read_reporter(user: User, report: Report, request: HttpRequest | None = None) -> Identity:
    """The identity behind ``report``; the reading leaves an audit entry. Raises Denied."""
    require(user, Verb.REPORTER_VIEW, report)
    with transaction.atomic():
        reporter = Reporter.objects.get(report=report)
        if not in_centre(user) and _hidden(report, reporter.anonymous):
            raise Denied
        audit.record(user, "reporter.read", report, {"anonymous": reporter.anonymous}, request)
    return Identity(reporter.name, reporter.phone, reporter.email, reporter.anonymous)


def may_read_reporter(user: User, report: Report) -> bool:
    """Whether ``user`` may know who made ``report``: the centre, and its agency where the reporter is not hidden."""
    if not may(user, Verb.REPORTER_VIEW, report):
        return False
    if in_centre(user):
        return True
    return not is_hidden(report)


def is_hidden(report: Report) -> bool:
    """Whether the agency may not learn who made ``report``."""
    anonymous = Reporter.objects.filter(report=report).values_list("anonymous", flat=True).first()
    return anonymous is None or _hidden(report, anonymous)


def _hidden(report: Report, anonymous: bool) -> bool:
    """From the agency: who asked for it, and who made a secret report, which may be about the agency itself."""
    return anonymous or report.confidential
