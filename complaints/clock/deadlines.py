"""By when the next step is due.

Defaults of national practice, to be checked against the regulation in force (Permen PANRB 5/2025): verify and forward
within 3 working days; the agency starts within 5; complaints are settled within 14, requests for information within 5,
supervisory complaints within 60; silence of the reporter closes 10 after the answer. An emergency runs in minutes of
real time, round the clock.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from django.utils import timezone

from complaints.models.category import ComplaintClass
from complaints.models.complaint import Complaint, Priority
from complaints.models.status import Status
from kit.calendar import end_of_working_day


@dataclass(frozen=True)
class Deadline:
    """``working_days`` for ordinary complaints, ``emergency`` for those whose clock runs in real time."""

    working_days: int
    emergency: timedelta


TRIAGE: Final = Deadline(3, timedelta(minutes=10))
START: Final = Deadline(5, timedelta(minutes=30))
SILENCE: Final = Deadline(10, timedelta(days=1))
SETTLE: Final[dict[ComplaintClass, Deadline]] = {
    ComplaintClass.COMPLAINT: Deadline(14, timedelta(hours=6)),
    ComplaintClass.INFORMATION: Deadline(5, timedelta(hours=6)),
    ComplaintClass.ASPIRATION: Deadline(14, timedelta(hours=6)),
}
SETTLE_SUPERVISORY: Final = Deadline(60, timedelta(hours=6))


def due_at(complaint: Complaint, now: datetime) -> datetime | None:
    """When the step after the complaint's present status is due, if one is awaited. Reads ``complaint.category``.

    Triage counts from receipt (or from a return, or a reopening: from ``now``), settling from when the agency got it.
    """
    match Status(complaint.status):
        case Status.RECEIVED:
            return _after(TRIAGE, complaint, complaint.created_at)
        case Status.VERIFIED:
            return _after(
                TRIAGE, complaint, now if complaint.returned_count or complaint.reopened_count else complaint.created_at
            )
        case Status.FORWARDED | Status.REOPENED:
            return _after(START, complaint, now)
        case Status.IN_PROGRESS:
            return _after(_settling(complaint), complaint, complaint.forwarded_at or now)
        case Status.POSTPONED if complaint.postponed_until:
            return timezone.make_aware(datetime.combine(complaint.postponed_until, time(23, 59, 59)))
        case Status.FOLLOWED_UP:
            return _after(SILENCE, complaint, now)
    return None


def _settling(complaint: Complaint) -> Deadline:
    return SETTLE_SUPERVISORY if complaint.category.supervisory else SETTLE[ComplaintClass(complaint.complaint_class)]


def _after(deadline: Deadline, complaint: Complaint, since: datetime) -> datetime:
    if complaint.priority == Priority.EMERGENCY:
        return since + deadline.emergency
    return end_of_working_day(since, deadline.working_days)
