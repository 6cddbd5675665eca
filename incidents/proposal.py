"""What a complaint suggests for the incident that it tells of."""

from dataclasses import dataclass

from complaints.models import Complaint, Priority


@dataclass(frozen=True)
class Proposal:
    """Empty where the complaint says nothing; ``position`` is longitude and latitude."""

    title: str = ""
    priority: str = Priority.HIGH
    place: str = ""
    position: tuple[float, float] | None = None


def propose(complaint: Complaint | None) -> Proposal:
    """Title, priority and place from ``complaint``; its category is read along.

    An incident is seen by every agency that helps: of a secret complaint it names the subject only.
    """
    if complaint is None:
        return Proposal()
    hidden = complaint.confidential
    return Proposal(
        title=complaint.category.name if hidden else complaint.title,
        priority=complaint.priority if complaint.priority != Priority.NORMAL else Priority.HIGH,
        place=complaint.place or ("" if hidden else complaint.landmark),
        position=(complaint.point.x, complaint.point.y) if complaint.point else None,
    )
