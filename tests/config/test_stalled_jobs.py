"""The worker's locks do not outlive the worker."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from config.stalled_jobs import retry_jobs_of_the_dead
from ops.layout import ROOT
from tests.processes import environment
from tests.wait_for import until

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """A real worker."""
    command = [sys.executable, "-m", "config.worker"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=quiet, stderr=quiet)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.wait(20)


def rows(query: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall() if cursor.description else []


@async_to_sync
async def released() -> int:
    with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
        async with app.open_async():
            return await retry_jobs_of_the_dead()


def test_a_locked_job_of_a_killed_worker_is_done_by_the_next_one() -> None:
    with worker() as doomed:
        until(lambda: rows("SELECT id FROM procrastinate_workers"), seconds=40, what="a worker")
        (dead,) = rows("SELECT id FROM procrastinate_workers")[0]
        os.kill(doomed.pid, signal.SIGKILL)
        doomed.wait(20)
    rows("DELETE FROM procrastinate_jobs")
    rows(
        "INSERT INTO procrastinate_jobs (task_name, queue_name, priority, lock, status, worker_id, args)"
        " VALUES ('fleet.look_for_silence', 'deadlines', 0, 'fleet.look_for_silence', 'doing', %s,"
        " '{\"timestamp\": 0}')",
        dead,
    )
    assert released() == 0, "a worker that was heard just now may still be at it"
    rows("UPDATE procrastinate_workers SET last_heartbeat = %s", timezone.now() - timedelta(hours=1))
    assert released() == 1
    with worker():
        # Work that is done leaves the table.
        mine = "SELECT 1 FROM procrastinate_jobs WHERE lock = 'fleet.look_for_silence' AND args = '{\"timestamp\": 0}'"
        until(lambda: not rows(mine), seconds=60, what="the job's end")
