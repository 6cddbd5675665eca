"""Dates outside the supported range, and deadlines that follow the calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from complaints.actions.assign import assign
from complaints.actions.count_figures import count_figures
from complaints.actions.forward import forward
from complaints.actions.recompute_deadlines import recompute_deadlines
from complaints.actions.verify import verify
from complaints.models import Category, Complaint, Status, Transition
from complaints.selectors.public import figures
from kit.calendar import holidays
from live.models import OutboxEvent
from tests.complaints.conftest import Submit
from tests.world import World

MOMENTS = ["created_at", "updated_at", "forwarded_at", "due_at", "ended_at", "confirmed_at"]
NYEPI_EVE = datetime(2026, 3, 17, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize("name", [*MOMENTS, "postponed_until"])
@pytest.mark.parametrize("year", [1, 1899, 2201, 3020, 9999])
def test_the_database_refuses_a_date_that_would_take_the_lists_down(send: Submit, name: str, year: int) -> None:
    complaint = send().complaint
    value = date(year, 6, 1) if name == "postponed_until" else datetime(year, 6, 1, tzinfo=UTC)
    with pytest.raises(IntegrityError, match="complaint_dates_in_range"), transaction.atomic():
        Complaint.objects.filter(pk=complaint.pk).update(**{name: value})
    with pytest.raises(IntegrityError, match="transition_at_in_range"), transaction.atomic():
        Transition.objects.update(at=datetime(year, 6, 1, tzinfo=UTC))


def test_a_closed_complaint_of_the_future_does_not_move_the_median(send: Submit) -> None:
    now = timezone.now()
    for created, ended in ((2, 1), (4, 1), (9, 1), (3, -60_000)):
        complaint = send().complaint
        values = {"created_at": now - timedelta(days=created), "ended_at": now - timedelta(days=ended)}
        Complaint.objects.filter(pk=complaint.pk).update(status=Status.CLOSED, **values)
    counted = count_figures(now)
    assert (counted.received, counted.closed, counted.open) == (4, 3, 0)
    assert counted.median_days == pytest.approx(3)


def test_the_portal_reads_one_row_however_many_complaints_there_are(
    send: Submit, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert figures() is None
    send()
    count_figures()
    with django_assert_num_queries(1):
        counted = figures()
    assert counted is not None and counted.open == 1


def test_counting_reads_no_table_from_end_to_end(potholes: Category) -> None:
    """With a table worth an index, every part of the count is answered by one."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO complaints_complaint (tracking_code, complaint_class, category_id, title, description, place,
                landmark, status, priority, instruction, channel, confidential, has_photo, external_source, external_id,
                version, returned_count, reopened_count, created_at, updated_at, ended_at, on_wall)
            SELECT 'T' || n, 'complaint', %s, 'x', '', '', '', 'closed', 'normal', '', 'import', false, false, 'x', n,
                1, 0, 0, now() - n * interval '1 hour', now(), now() - n * interval '59 minutes', false
            FROM generate_series(1, 20000) n
            """,
            [potholes.pk],
        )
        cursor.execute("ANALYZE complaints_complaint")
        from complaints.actions.count_figures import _COUNT, PERIOD  # noqa: PLC0415

        now = timezone.now()
        cursor.execute(f"EXPLAIN {_COUNT}", {"since": now - PERIOD, "now": now})
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Seq Scan" not in plan, plan


def test_deadlines_move_when_a_holiday_is_added_and_their_viewers_hear_of_it(
    world: World, send: Submit, monkeypatch: pytest.MonkeyPatch
) -> None:
    complaint = send().complaint
    verify(complaint.tracking_code, world.ani)
    forward(complaint.tracking_code, world.ani, instruction="Tambal")
    other = send(title="Lampu padam").complaint
    verify(other.tracking_code, world.ani)
    Transition.objects.filter(verb="forward").update(at=NYEPI_EVE)
    assign(complaint.tracking_code, world.budi, assignee=world.budi)
    recompute_deadlines()
    OutboxEvent.objects.all().delete()
    before = Complaint.objects.get(pk=complaint.pk).due_at
    assert before is not None and timezone.localtime(before).date() == date(2026, 3, 31)
    assert recompute_deadlines() == 0

    known = holidays.holiday_on
    monkeypatch.setattr(
        "kit.calendar.working_days.holiday_on",
        lambda day: holidays.Holiday(day, "Pilkada") if day == date(2026, 3, 30) else known(day),
    )
    assert recompute_deadlines() == 1
    after = Complaint.objects.get(pk=complaint.pk).due_at
    assert after is not None and timezone.localtime(after).date() == date(2026, 4, 1)
    assert list(OutboxEvent.objects.values_list("object_id", flat=True)) == [complaint.pk]


def test_no_holiday_moves_an_emergency_or_a_postponed_complaint(world: World, send: Submit, fire: Category) -> None:
    urgent = send(category="kebakaran").complaint
    put_off = send().complaint
    Complaint.objects.filter(pk=put_off.pk).update(
        status=Status.POSTPONED, postponed_until=date(2026, 3, 19), due_at=None
    )
    recompute_deadlines()
    assert Complaint.objects.get(pk=urgent.pk).due_at == urgent.due_at
    assert Complaint.objects.get(pk=put_off.pk).due_at is None
