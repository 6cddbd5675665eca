"""Who can be given a report."""

from django.db.models import QuerySet

from incidents.models import Report
from people.access import TABLE, Verb
from people.models import User


def assignable(report: Report) -> QuerySet[User]:
    """The active members of the agency that has ``report`` whose role can work on it, by name."""
    members = User.objects.filter(agency=report.agency_id, agency__isnull=False, is_active=True)
    return members.filter(role__in=TABLE[Verb.REPORT_START]).order_by("first_name", "last_name", "id")


def assigned_to(user: User) -> QuerySet[Report]:
    """The reports that ``user`` works on and that have not ended, most urgent first by their deadline."""
    reports = Report.objects.filter(assignee=user, agency=user.agency_id, ended_at__isnull=True)
    return reports.select_related("category", "agency").order_by("due_at", "id")
