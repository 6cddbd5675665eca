"""Reports that come by themselves: when, for whom, and each due day once."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from fleet.models import ReportRun, ReportSchedule
from fleet.reports import schedules
from fleet.reports.kinds import ReportKind
from fleet.reports.runs import period_of
from fleet.reports.scope import Scope
from people.models import User
from reports.choices import Every, RelativePeriod, ReportFormat
from reports.errors import BadReport, UnknownSchedule
from reports.period import relative
from tests.fleet.reports.history import MONDAY, TUESDAY, at, write
from tests.world import World, build


def scheduled(owner: User, *recipients: User, since: datetime, **when: Any) -> ReportSchedule:
    """A schedule as if it had been made at ``since``."""
    times = {"period": RelativePeriod.YESTERDAY, "every": Every.DAY, "hour": 6, "weekday": 0, "day": 1, **when}
    made = schedules.add(owner, ReportKind.TRIPS, ReportFormat.XLSX, Scope(), times, list(recipients))
    ReportSchedule.objects.filter(pk=made.pk).update(made_until=since)
    made.refresh_from_db()
    return made


@pytest.fixture
def world_with_history(world: World) -> World:
    write(world)
    return world


def test_nothing_is_made_before_the_hour(world_with_history: World) -> None:
    scheduled(world_with_history.ani, since=at(MONDAY, 7))
    assert schedules.make_due(at(TUESDAY, 5, 59)) == []


def test_a_due_report_is_made_once_however_often_it_is_looked_for(world_with_history: World) -> None:
    scheduled(world_with_history.ani, since=at(MONDAY, 7))
    counts = [len(schedules.make_due(at(TUESDAY, 6, minute))) for minute in range(5)]
    assert counts == [1, 0, 0, 0, 0]


def test_the_period_is_seen_from_the_due_day_not_from_the_day_of_the_making(world_with_history: World) -> None:
    scheduled(world_with_history.ani, since=at(MONDAY, 7))
    schedules.make_due(at(TUESDAY, 6) + timedelta(days=2))
    found = {run.due: period_of(run) for run in ReportRun.objects.all()}
    assert len(found) == 3
    assert found[TUESDAY].first == found[TUESDAY].last == MONDAY


def test_after_a_long_standstill_only_the_last_days_are_caught_up(world_with_history: World) -> None:
    scheduled(world_with_history.ani, since=at(MONDAY, 7))
    assert len(schedules.make_due(at(MONDAY, 7) + timedelta(days=300))) == 7


def test_a_weekly_and_a_monthly_one_are_due_on_their_day(world: World) -> None:
    write(world)
    weekly = scheduled(world.ani, since=at(MONDAY, 0), every=Every.WEEK, weekday=2)
    monthly = scheduled(world.ani, since=at(MONDAY, 0), every=Every.MONTH, day=5)
    until = at(MONDAY, 0) + timedelta(days=7)
    assert [day.day for day in schedules.due_days(weekly, weekly.made_until, until)] == [4]
    assert [day.day for day in schedules.due_days(monthly, monthly.made_until, until)] == [5]


def test_every_recipient_gets_a_run_with_the_own_rights_and_language(world_with_history: World) -> None:
    world = world_with_history
    User.objects.filter(pk=world.budi.pk).update(language="id")
    scheduled(world.slamet, world.slamet, world.budi, since=at(MONDAY, 7))
    schedules.make_due(at(TUESDAY, 6))
    found = {run.requested_by_id: run.language for run in ReportRun.objects.all()}
    assert found == {world.slamet.pk: "en", world.budi.pk: "id"}


def test_whoever_left_or_may_not_read_reports_any_more_gets_none(world_with_history: World) -> None:
    world = world_with_history
    scheduled(world.slamet, world.ani, world.budi, since=at(MONDAY, 7))
    User.objects.filter(pk=world.ani.pk).update(is_active=False)
    User.objects.filter(pk=world.budi.pk).update(role="field_staff")
    assert schedules.make_due(at(TUESDAY, 6)) == []


def test_two_workers_at_the_same_moment_make_it_once(transactional_db: None) -> None:
    world = build()
    write(world)
    scheduled(world.ani, world.ani, world.slamet, since=at(MONDAY, 7))
    together, made = threading.Barrier(6), []

    def work() -> None:
        together.wait()
        made.extend(schedules.make_due(at(TUESDAY, 6, 1)))
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert (len(made), ReportRun.objects.count()) == (2, 2)


def test_a_schedule_that_cannot_be_read_holds_up_no_other(world_with_history: World) -> None:
    broken, sound = (scheduled(world_with_history.ani, since=at(MONDAY, 7)) for _ in range(2))
    ReportSchedule.objects.filter(pk=broken.pk).update(scope={"of_another_version": 1})
    schedules.make_due(at(TUESDAY, 6))
    assert [run.schedule_id for run in ReportRun.objects.all()] == [sound.pk]


def test_the_database_refuses_a_second_run_of_a_due_day(world_with_history: World) -> None:
    schedule = scheduled(world_with_history.ani, since=at(MONDAY, 7))
    schedules.make_due(at(TUESDAY, 6))
    ReportSchedule.objects.filter(pk=schedule.pk).update(made_until=at(MONDAY, 7))
    assert schedules.make_due(at(TUESDAY, 6)) == []
    assert ReportRun.objects.count() == 1


def test_an_officer_may_send_reports_to_the_own_agency_alone(world: World) -> None:
    assert set(schedules.recipients_for(world.budi)) == {world.budi}
    assert world.fajar not in schedules.recipients_for(world.ani)
    assert {world.budi, world.eka} <= set(schedules.recipients_for(world.ani))


def test_a_schedule_without_a_vehicle_is_refused(world: World) -> None:
    with pytest.raises(BadReport):
        scheduled(world.ani, since=at(MONDAY, 7))


def test_its_maker_removes_it_and_a_recipient_leaves_it(world_with_history: World) -> None:
    world = world_with_history
    made = scheduled(world.slamet, world.slamet, world.ani, since=at(MONDAY, 7))
    assert schedules.remove(world.ani, made.pk) is False
    with pytest.raises(UnknownSchedule):
        schedules.remove(world.ani, made.pk)
    assert schedules.remove(world.slamet, made.pk) is True
    assert not ReportSchedule.objects.exists()


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (RelativePeriod.TODAY, "2026-03-03", "2026-03-03"),
        (RelativePeriod.YESTERDAY, "2026-03-02", "2026-03-02"),
        (RelativePeriod.THIS_WEEK, "2026-03-02", "2026-03-03"),
        (RelativePeriod.LAST_WEEK, "2026-02-23", "2026-03-01"),
        (RelativePeriod.THIS_MONTH, "2026-03-01", "2026-03-03"),
        (RelativePeriod.LAST_MONTH, "2026-02-01", "2026-02-28"),
    ],
)
def test_relative_periods_are_whole_weeks_and_months(period: RelativePeriod, first: str, last: str) -> None:
    found = relative(period, TUESDAY)
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


def test_an_executive_puts_nothing_into_the_list_of_somebody_else(world: World) -> None:
    with pytest.raises(BadReport):
        scheduled(world.eka, world.ani, since=at(MONDAY, 7))
    assert not ReportSchedule.objects.exists()
    assert list(schedules.recipients_for(world.eka)) == [world.eka]


def test_nobody_sends_to_people_beyond_the_own_agency(world: World) -> None:
    with pytest.raises(BadReport):
        scheduled(world.budi, world.citra, since=at(MONDAY, 7))
