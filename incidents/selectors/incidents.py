"""Lists of incidents for members of staff, and one incident by its number."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from complaints.models import Complaint, Priority
from incidents.errors import IncidentNotFound
from incidents.lifecycle import ACTIVE
from incidents.models import Incident, State
from people.access import Verb, which
from people.access.policy import Actor

_RANK: Final = {Priority.EMERGENCY: 0, Priority.HIGH: 1, Priority.NORMAL: 2}


@dataclass(frozen=True)
class IncidentFilter:
    """What a list is narrowed to; ``state`` empty means all."""

    state: str = ""
    text: str = ""


def visible(user: Actor) -> QuerySet[Incident]:
    """The incidents that ``user`` may see: the centre all, an officer those of the own agency."""
    return which(user, Verb.INCIDENT_VIEW, Incident.objects.all())


def get(user: Actor, code: str) -> Incident:
    """One incident, with who opened it. Raises IncidentNotFound."""
    incident = visible(user).select_related("opened_by").filter(code=code).first()
    if incident is None:
        raise IncidentNotFound
    return incident


def list_incidents(user: Actor, wanted: IncidentFilter) -> QuerySet[Incident]:
    """Those that are not closed first, the most urgent of them first, then the newest.

    ``units`` is the number of vehicles that are on each now.
    """
    found = _narrowed(visible(user), wanted)
    if wanted.state:
        found = found.filter(state=wanted.state)
    ranks = [When(state__in=ACTIVE, priority=priority, then=Value(rank)) for priority, rank in _RANK.items()]
    units = Count("assignments", filter=Q(assignments__released_at__isnull=True))
    order = Case(*ranks, default=Value(len(ranks)), output_field=IntegerField())
    return found.annotate(units=units).order_by(order, "-id")


def state_counts(user: Actor, wanted: IncidentFilter) -> dict[str, int]:
    """How many incidents stand in each state under the other filters, in one query."""
    counts = {state.value: Count("pk", filter=Q(state=state)) for state in State}
    return _narrowed(visible(user), wanted).order_by().aggregate(**counts)


def incidents_of_complaint(user: Actor, complaint: Complaint) -> list[Incident]:
    """The incidents that ``complaint`` is linked to and that ``user`` may see, newest first."""
    return list(visible(user).filter(complaint_links__complaint=complaint).order_by("-id"))


def _narrowed(incidents: QuerySet[Incident], wanted: IncidentFilter) -> QuerySet[Incident]:
    if not wanted.text:
        return incidents
    words = Q(title__icontains=wanted.text) | Q(place__icontains=wanted.text)
    return incidents.filter(words | Q(code__startswith=wanted.text))
