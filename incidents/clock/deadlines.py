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

from incidents.models.category import ReportClass
from incidents.models.report import Priority, Report
from incidents.models.status import Status
from kit.calendar import end_of_working_day


@dataclass(frozen=True)
class Deadline:
    """``working_days`` for ordinary reports, ``emergency`` for those whose clock runs in real time."""

    working_days: int
    emergency: timedelta


TRIAGE: Final = Deadline(3, timedelta(minutes=10))
START: Final = Deadline(5, timedelta(minutes=30))
SILENCE: Final = Deadline(10, timedelta(days=1))
SETTLE: Final[dict[ReportClass, Deadline]] = {
    ReportClass.COMPLAINT: Deadline(14, timedelta(hours=6)),
    ReportClass.INFORMATION: Deadline(5, timedelta(hours=6)),
    ReportClass.ASPIRATION: Deadline(14, timedelta(hours=6)),
}
SETTLE_SUPERVISORY: Final = Deadline(60, timedelta(hours=6))


def due_at(report: Report, now: datetime) -> datetime | None:
    """When the step after the report's present status is due, None when nothing is awaited. Reads ``report.category``.

    Triage counts from receipt (or from a return, or a reopening: from ``now``), settling from when the agency got it.
    """
    match Status(report.status):
        case Status.RECEIVED:
            return _after(TRIAGE, report, report.created_at)
        case Status.VERIFIED:
            return _after(TRIAGE, report, now if report.returned_count or report.reopened_count else report.created_at)
        case Status.FORWARDED | Status.REOPENED:
            return _after(START, report, now)
        case Status.IN_PROGRESS:
            return _after(_settling(report), report, report.forwarded_at or now)
        case Status.POSTPONED if report.postponed_until:
            return timezone.make_aware(datetime.combine(report.postponed_until, time(23, 59, 59)))
        case Status.FOLLOWED_UP:
            return _after(SILENCE, report, now)
    return None


def _settling(report: Report) -> Deadline:
    return SETTLE_SUPERVISORY if report.category.supervisory else SETTLE[ReportClass(report.report_class)]


def _after(deadline: Deadline, report: Report, since: datetime) -> datetime:
    if report.priority == Priority.EMERGENCY:
        return since + deadline.emergency
    return end_of_working_day(since, deadline.working_days)
