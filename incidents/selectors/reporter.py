"""Reading who made a report: checked, and written down."""

from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest

from incidents.models import Report, Reporter
from people import audit
from people.access import Verb, may, require
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
        audit.record(user, "reporter.read", report, {"anonymous": reporter.anonymous}, request)
    return Identity(reporter.name, reporter.phone, reporter.email, reporter.anonymous)


def may_read_reporter(user: User, report: Report) -> bool:
    """Whether ``user`` may know who made ``report``; agencies never."""
    return may(user, Verb.REPORTER_VIEW, report)
