"""Long reports in real worker processes: progress that the page sees, and a worker that is killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django import app

from fleet.models import ReportRun
from fleet.reports import queue, rescue, runs
from fleet.reports.kinds import ReportKind
from fleet.reports.scope import Scope
from people.models import User
from reports import storage
from reports.choices import ReportFormat, RunState
from reports.period import Period
from tests.fleet.reports.history import MONDAY, at
from tests.processes import ROOT, environment
from tests.vehicles import make_vehicle
from tests.wait_for import until
from tests.world import build

VEHICLES = 24
FIXES = 4_000
_FIXES = """
INSERT INTO fleet_position (device_id, fix_time, content, arrival, vehicle_id, point, cell, state, marks, speed_mps)
SELECT device.id, %s + n * interval '20 seconds', n, now(), device.vehicle_id,
       ST_SetSRID(ST_MakePoint(98.4 + n / 50000.0, 3.1), 4326), 0, 1, 0, 10
FROM fleet_device AS device, generate_series(1, %s) AS n
"""


@pytest.fixture
def ani(transactional_db: None, settings: Any, tmp_path: Path) -> User:
    """An operator in front of two dozen vehicles that sent all day."""
    settings.MEDIA_ROOT = tmp_path
    world = build()
    for number in range(VEHICLES):
        make_vehicle(f"v{number:02d}", world.roads)
    with connection.cursor() as cursor:
        for day in (MONDAY - timedelta(days=1), MONDAY):
            cursor.execute("SELECT fleet_make_day(%s)", [day])
        cursor.execute(_FIXES, [at(MONDAY, 0), FIXES])
    return world.ani


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """A real worker on the test's database."""
    command = [sys.executable, "-m", "config.worker"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(20)


def asked(user: User) -> ReportRun:
    return runs.ask_for(user, ReportKind.ROUTE, ReportFormat.CSV, Scope(), Period(MONDAY, MONDAY))


def progress_of(client: Client, run: ReportRun) -> dict[str, Any]:
    state: dict[str, Any] = client.get(f"/fleet/reports/runs/{run.pk}/state/").json()
    return state


def test_a_long_report_is_made_by_the_worker_while_the_page_sees_how_far_it_is(ani: User) -> None:
    run, client, seen = asked(ani), Client(), []
    client.force_login(ani)

    def done() -> bool:
        state = progress_of(client, run)
        seen.append(state["progress"])
        return bool(state["state"] == "done")

    with worker():
        until(done, seconds=90, what="the report")
    run.refresh_from_db()
    assert seen == sorted(seen)
    assert [percent for percent in seen if 0 < percent < 100]
    assert (run.rows, run.attempts) == (VEHICLES * FIXES, 1)
    assert len(storage.open_file(run.file).read().splitlines()) == VEHICLES * FIXES + 1


def test_a_report_whose_worker_is_killed_is_made_by_the_next_one(ani: User) -> None:
    run = asked(ani)
    with worker() as doomed:
        until(lambda: ReportRun.objects.get(pk=run.pk).progress > 0, seconds=60, what="some progress")
        os.killpg(doomed.pid, signal.SIGKILL)
        doomed.wait(20)
    left = ReportRun.objects.get(pk=run.pk)
    assert left.state == RunState.RUNNING
    _an_hour_passes(run)
    _tend()
    with worker():
        until(lambda: ReportRun.objects.get(pk=run.pk).over, seconds=90, what="the report")
    run.refresh_from_db()
    assert (run.state, run.attempts, run.rows) == (RunState.DONE, 2, VEHICLES * FIXES)


def _an_hour_passes(run: ReportRun) -> None:
    long_ago = timezone.now() - timedelta(hours=1)
    ReportRun.objects.filter(pk=run.pk).update(heartbeat=long_ago)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = %s", [long_ago])


def _tend() -> None:
    """What ``fleet.tend_reports`` does every minute in any worker, done now."""

    async def tend(lost: list[int]) -> None:
        with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
            async with app.open_async():
                await queue.release_lanes()
                for run_id in lost:
                    await queue.enqueue_again(run_id)

    async_to_sync(tend)(rescue.rescue(timezone.now()))
