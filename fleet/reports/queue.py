"""Handing runs to the worker. The row is the truth: a job that is lost is handed over again (``rescue``)."""

from typing import Final

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import JobDeferrer, Status

TASK: Final = "fleet.make_report"
DEAD_S: Final = 60
"""A worker says every ten seconds that it lives."""
_LANES: Final = 2
"""So many reports are made at once in all workers together."""


def enqueue(run_id: int) -> None:
    """In the caller's transaction: the job is there when the run is."""
    _job(run_id).defer(run_id=run_id)


async def release_lanes() -> None:
    """Let go of the jobs of workers that died: a job that nobody works on would keep its lane closed for ever."""
    for job in await app.job_manager.get_stalled_jobs(task_name=TASK, seconds_since_heartbeat=DEAD_S):
        await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)


async def enqueue_again(run_id: int) -> None:
    """From the worker: does nothing while a job of the run waits already."""
    try:
        await _job(run_id).defer_async(run_id=run_id)
    except AlreadyEnqueued:
        return


def _job(run_id: int) -> JobDeferrer:
    return app.configure_task(TASK, lock=f"report-lane-{run_id % _LANES}", queueing_lock=f"report-{run_id}")
