"""By when the next step is due."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from complaints.clock.deadlines import due_at
from complaints.models import Category, Complaint, ComplaintClass, Priority, Status

WIB = ZoneInfo("Asia/Jakarta")
FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=WIB)


def _complaint(status: Status, category: Category | None = None, **fields: object) -> Complaint:
    kind = category or Category(code="x", name="x")
    values = {"created_at": FRIDAY, "complaint_class": kind.complaint_class, **fields}
    return Complaint(category=kind, status=status, **values)


@pytest.mark.parametrize(
    ("kind", "day"),
    [
        (Category(code="a", name="a"), "2026-12-10"),
        (Category(code="b", name="b", complaint_class=ComplaintClass.INFORMATION), "2026-11-27"),
        (Category(code="c", name="c", supervisory=True), "2027-02-19"),
    ],
)
def test_settling_takes_as_long_as_the_class_allows(kind: Category, day: str) -> None:
    complaint = _complaint(Status.IN_PROGRESS, kind, forwarded_at=FRIDAY)
    due = due_at(complaint, FRIDAY + timedelta(days=3))
    assert due is not None
    assert due.astimezone(WIB).date().isoformat() == day


def test_an_emergency_runs_in_minutes_at_any_hour() -> None:
    night = datetime(2026, 11, 22, 2, 0, tzinfo=WIB)
    complaint = _complaint(Status.RECEIVED, created_at=night, priority=Priority.EMERGENCY)
    assert due_at(complaint, night) == night + timedelta(minutes=10)


@pytest.mark.parametrize("status", [Status.CLOSED, Status.REJECTED, Status.MERGED, Status.ARCHIVED, Status.ANSWERED])
def test_nothing_is_due_after_the_end(status: Status) -> None:
    assert due_at(_complaint(status), FRIDAY) is None
