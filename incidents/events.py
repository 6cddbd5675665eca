"""What live viewers are told of incidents, and who they are."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Annotated, ClassVar

from django.db.models import Q
from pydantic import AfterValidator

from complaints.models import Complaint
from fleet.models import Vehicle
from incidents.lifecycle import ACTIVE
from incidents.models import Incident, IncidentComplaint, IncidentVehicle
from live.audiences import CENTRE, agency_audience
from live.events import Event
from live.publish import publish

# One form of a moment, whether it was just computed in local time or comes from the database.
Moment = Annotated[datetime, AfterValidator(lambda moment: moment.astimezone(UTC))]


class IncidentChanged(Event):
    """The face of an incident that is not closed; without complaints and vehicles, of which an agency sees its own."""

    type: ClassVar[str] = "incident.changed"

    code: str
    title: str
    kind: str
    priority: str
    state: str
    lon: float | None
    lat: float | None
    place: str
    opened_at: Moment
    updated_at: Moment
    version: int


class IncidentRemoved(Event):
    """The incident is closed, or has left this audience."""

    type: ClassVar[str] = "incident.removed"


def face(incident: Incident) -> IncidentChanged:
    """The event of ``incident`` as it stands."""
    return IncidentChanged(
        id=incident.pk,
        code=incident.code,
        title=incident.title,
        kind=incident.kind,
        priority=incident.priority,
        state=incident.state,
        lon=incident.point.x if incident.point else None,
        lat=incident.point.y if incident.point else None,
        place=incident.place,
        opened_at=incident.opened_at,
        updated_at=incident.updated_at,
        version=incident.version,
    )


def agencies_of(incident: Incident) -> set[int]:
    """The agencies that see the incident: those of its complaints, and of the vehicles that are or were on it."""
    links = IncidentComplaint.objects.filter(incident=incident).values_list("complaint__agency", flat=True)
    vehicles = IncidentVehicle.objects.filter(incident=incident).values_list("vehicle__agency", flat=True)
    return {agency for agency in [*links, *vehicles] if agency is not None}


def announce(incident: Incident, *, before: Collection[int] = ()) -> None:
    """Publish the incident as it stands to those who may see it; agencies of ``before`` that lost it are told so.

    The caller holds the incident's row lock.
    """
    now = agencies_of(incident)
    gone = set(before) - now
    if gone:
        publish(IncidentRemoved(id=incident.pk), [agency_audience(agency) for agency in gone])
    audiences = [CENTRE, *(agency_audience(agency) for agency in now)]
    active = incident.state in ACTIVE
    publish(face(incident) if active else IncidentRemoved(id=incident.pk), audiences)


def complaint_moved(complaint: Complaint, was: int | None) -> None:
    """A complaint has passed to another agency: that one sees its incidents now, the former one no longer."""
    _announce_again(Q(complaint_links__complaint=complaint), was)


def vehicle_moved(vehicle: Vehicle, was: int | None) -> None:
    """As `complaint_moved`, for a vehicle."""
    _announce_again(Q(assignments__vehicle=vehicle), was)


def _announce_again(holding: Q, was: int | None) -> None:
    ids = Incident.objects.filter(holding, state__in=ACTIVE).values("pk")
    # In one order, so that two moves at once wait for each other and not crosswise.
    for incident in Incident.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"):
        announce(incident, before=() if was is None else {was})
