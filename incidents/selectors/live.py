"""The incidents that live viewers have."""

from collections.abc import Iterable

from incidents.events import IncidentChanged, face
from incidents.lifecycle import ACTIVE
from incidents.models import Incident
from live import left_out
from live.audiences import CENTRE, agency_of


def snapshot(audience: str) -> Iterable[IncidentChanged]:
    """Every incident not closed that ``audience`` may see: all, those of an agency, or none. One query."""
    incidents = Incident.objects.filter(state__in=ACTIVE).order_by("id")
    if audience != CENTRE:
        agency_id = agency_of(audience)
        incidents = incidents.none() if agency_id is None else incidents.filter(Incident.access_of_agency(agency_id))
    return left_out.build_each(incidents, face)
