"""Who can be given a complaint."""

from django.db.models import QuerySet

from complaints.models import Complaint
from people.access import TABLE, Verb
from people.models import User


def assignable(complaint: Complaint) -> QuerySet[User]:
    """The active members of the agency that has ``complaint`` whose role can work on it, by name."""
    members = User.objects.filter(agency=complaint.agency_id, agency__isnull=False, is_active=True)
    return members.filter(role__in=TABLE[Verb.COMPLAINT_START]).order_by("first_name", "last_name", "id")


def assigned_to(user: User) -> QuerySet[Complaint]:
    """The complaints that ``user`` works on and that have not ended, most urgent first by their deadline."""
    complaints = Complaint.objects.filter(assignee=user, agency=user.agency_id, ended_at__isnull=True)
    return complaints.select_related("category", "agency").order_by("due_at", "id")
