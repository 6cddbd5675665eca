"""What is done at night is done in the night of the region."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from procrastinate.contrib.django import app
from procrastinate.periodic import PeriodicTask

from fleet.retention import tasks as retention_tasks
from kit.daily_cron import daily
from notify import tasks as notify_tasks


def nightly(name: str) -> PeriodicTask[Any, Any, Any]:
    """A periodic task of the worker, as it knows it."""
    assert retention_tasks and notify_tasks
    return next(one for one in app.periodic_registry.periodic_tasks.values() if one.task.name == name)


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Asia/Jakarta", "41 19 * * *"),
        ("Asia/Jayapura", "41 17 * * *"),
        ("Asia/Kolkata", "11 21 * * *"),
        ("UTC", "41 2 * * *"),
    ],
)
def test_a_time_of_day_is_that_of_the_region(settings: Any, zone: str, expected: str) -> None:
    settings.TIME_ZONE = zone
    assert daily(2, 41) == expected


@pytest.mark.parametrize("name", ["fleet.forget_old", "fleet.forget_quarantine", "notify.forget_deliveries"])
def test_the_worker_forgets_while_the_region_sleeps(name: str, settings: Any) -> None:
    entry = nightly(name).croniter
    entry.set_current(start_time=datetime(2026, 11, 22, tzinfo=UTC).timestamp())
    at = datetime.fromtimestamp(entry.get_next(ret_type=float), ZoneInfo(settings.TIME_ZONE))
    assert at.hour == 2
