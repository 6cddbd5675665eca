"""What live viewers are told of complaints."""

from datetime import UTC, datetime
from typing import Annotated, ClassVar

from pydantic import AfterValidator

from complaints.models import Complaint, ComplaintClass, Priority, Status
from live.audiences import agency_audience, audiences_of
from live.events import Event, one_of
from live.publish import publish

# One form of a moment, whether it was just computed in local time or comes from the database.
Moment = Annotated[datetime, AfterValidator(lambda moment: moment.astimezone(UTC))]


class ComplaintChanged(Event):
    """The face of a complaint on the wall. Never holds the reporter, nor the words of a confidential complaint."""

    type: ClassVar[str] = "complaint.changed"

    code: str
    title: str
    status: Annotated[str, one_of("ComplaintStatus", Status.values)]
    category: str
    category_en: str
    complaint_class: Annotated[str, one_of("ComplaintClass", ComplaintClass.values)]
    # Checked, too: walls sort and colour by it, and a row that holds another is left out.
    priority: Annotated[Priority, one_of("Priority", Priority.values)]
    lon: float | None
    lat: float | None
    place: str
    agency: str | None
    agency_id: int | None
    created_at: Moment
    updated_at: Moment
    deadline: Moment | None
    has_photo: bool


class ComplaintRemoved(Event):
    """The complaint has left the wall, or this audience."""

    type: ClassVar[str] = "complaint.removed"


def face(complaint: Complaint) -> ComplaintChanged:
    """The event of ``complaint`` as it stands. Reads ``category`` and ``agency``: select them with the complaint."""
    category = complaint.category
    return ComplaintChanged(
        id=complaint.pk,
        code=complaint.tracking_code,
        # A wall hangs in a room with visitors: a secret complaint shows its subject only.
        title=category.name if complaint.confidential else complaint.title,
        status=complaint.status,
        category=category.name,
        category_en=category.name_en or category.name,
        complaint_class=complaint.complaint_class,
        priority=Priority(complaint.priority),
        lon=complaint.point.x if complaint.point else None,
        lat=complaint.point.y if complaint.point else None,
        place=complaint.place,
        agency=str(complaint.agency) if complaint.agency else None,
        agency_id=complaint.agency_id,
        created_at=complaint.created_at,
        updated_at=complaint.updated_at,
        deadline=complaint.due_at,
        has_photo=complaint.has_photo,
    )


def announce(complaint: Complaint, *, left_agency_id: int | None = None) -> None:
    """Publish the complaint as it stands to those who may see it; an agency that lost it is told so."""
    if left_agency_id is not None and left_agency_id != complaint.agency_id:
        publish(ComplaintRemoved(id=complaint.pk), [agency_audience(left_agency_id)])
    if complaint.on_wall:
        publish(face(complaint), audiences(complaint))
    else:
        publish(ComplaintRemoved(id=complaint.pk), audiences(complaint))


def audiences(complaint: Complaint) -> list[str]:
    """The centre always, and the agency that has the complaint."""
    return audiences_of(complaint.agency_id)
