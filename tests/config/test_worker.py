"""The worker's queues: what is slow in one holds nothing of another."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from config.env import BadSetting
from config.worker import require_connections
from fleet.models import ReportRun
from fleet.reports import runs
from fleet.reports.kinds import ReportKind
from fleet.reports.scope import Scope
from kit.queues import CONCURRENCY, REPORTS
from ops.layout import ROOT
from reports.choices import ReportFormat
from reports.period import Period
from tests.processes import environment
from tests.vehicles import make_vehicle
from tests.wait_for import until
from tests.world import build

_LOCK_RUNS = "LOCK TABLE fleet_reportrun IN ACCESS EXCLUSIVE MODE"
_JOB = """
INSERT INTO procrastinate_jobs (task_name, queue_name, priority, status, args)
SELECT %s, queue_name, 0, 'todo', '{"timestamp": 77}' FROM unnest(%s::text[]) AS queue_name
"""


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-m", "config.worker"], cwd=ROOT, env=environment())
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


def rows(query: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall() if cursor.description else []


@pytest.mark.django_db(transaction=True)
def test_reports_that_hang_hold_no_deadline_and_the_worker_ends_in_order() -> None:
    world, day = build(), timezone.now().date() - timedelta(days=2)
    make_vehicle("bus", world.roads)
    for _number in range(CONCURRENCY[REPORTS] + 2):
        runs.ask_for(world.ani, ReportKind.SUMMARY, ReportFormat.CSV, Scope(), Period(day, day))
    with psycopg.connect(environment()["PANTAU_DATABASE_URL"]) as blocker:
        blocker.execute(_LOCK_RUNS)
        with worker() as process:
            busy = "SELECT 1 FROM procrastinate_jobs WHERE queue_name = 'reports' AND status = 'doing'"
            until(lambda: len(rows(busy)) == CONCURRENCY[REPORTS], seconds=60, what="reports that hang")
            rows(_JOB, "layers.follow_validity", ["deadlines"])
            rows(_JOB, "fleet.follow_roster", ["telemetry", "maintenance"])
            mine = "SELECT queue_name FROM procrastinate_jobs WHERE args = '{\"timestamp\": 77}'"
            until(lambda: not rows(mine), seconds=20, what="the jobs of the other queues")
            assert len(rows(busy)) == CONCURRENCY[REPORTS]
            blocker.rollback()
            until(lambda: not ReportRun.objects.exclude(state="done").exists(), seconds=60, what="the reports")
    assert process.returncode == 0


def test_a_worker_refuses_to_start_with_fewer_connections_than_jobs(settings: Any) -> None:
    settings.DATABASES = {"default": {"OPTIONS": {"pool": {"max_size": 3}}}}
    require_connections(3)
    with pytest.raises(BadSetting, match="PANTAU_DATABASE_POOL"):
        require_connections(4)
