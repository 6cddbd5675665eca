"""What live viewers are told of reports."""

from datetime import UTC, datetime
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator

from incidents.models import Report
from live.events import Event
from live.publish import publish

# One form of a moment, whether it was just computed in local time or comes from the database.
Moment = Annotated[datetime, AfterValidator(lambda moment: moment.astimezone(UTC))]


class ReportChanged(Event):
    """The face of a report on the wall. Never holds the reporter, nor the words of a confidential report."""

    type: ClassVar[str] = "report.changed"

    code: str
    title: str
    status: str
    category: str
    category_en: str
    report_class: str
    priority: Literal["normal", "high", "emergency"]
    lon: float | None
    lat: float | None
    place: str
    agency: str | None
    agency_id: int | None
    created_at: Moment
    updated_at: Moment
    deadline: Moment | None
    has_photo: bool


class ReportRemoved(Event):
    """The report has left the wall, or this audience."""

    type: ClassVar[str] = "report.removed"


def face(report: Report) -> ReportChanged:
    """The event of ``report`` as it stands. Reads ``category`` and ``agency``: select them with the report."""
    category = report.category
    return ReportChanged(
        id=report.pk,
        code=report.tracking_code,
        # A wall hangs in a room with visitors: a secret report shows its subject only.
        title=category.name if report.confidential else report.title,
        status=report.status,
        category=category.name,
        category_en=category.name_en or category.name,
        report_class=report.report_class,
        priority=report.priority,  # type: ignore[arg-type] # the model's choices are these three
        lon=report.point.x if report.point else None,
        lat=report.point.y if report.point else None,
        place=report.place,
        agency=str(report.agency) if report.agency else None,
        agency_id=report.agency_id,
        created_at=report.created_at,
        updated_at=report.updated_at,
        deadline=report.due_at,
        has_photo=report.has_photo,
    )


def announce(report: Report, *, left_agency_id: int | None = None) -> None:
    """Publish the report as it stands to those who may see it; an agency that lost it is told so."""
    if left_agency_id is not None and left_agency_id != report.agency_id:
        publish(ReportRemoved(id=report.pk), [f"agency:{left_agency_id}"])
    if report.on_wall:
        publish(face(report), audiences(report))
    else:
        publish(ReportRemoved(id=report.pk), audiences(report))


def audiences(report: Report) -> list[str]:
    """The centre always, and the agency that has the report."""
    return ["centre"] if report.agency_id is None else ["centre", f"agency:{report.agency_id}"]
