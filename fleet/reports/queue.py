"""Handing runs to the worker. The row is the truth: a job that is lost is handed over again (``rescue``)."""

from typing import Final

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import JobDeferrer

TASK: Final = "fleet.make_report"
_LANES: Final = 2
"""So many reports are made at once in all workers together: what has deadlines always finds a free hand."""


def enqueue(run_id: int) -> None:
    """In the caller's transaction: the job is there when the run is."""
    _job(run_id).defer(run_id=run_id)


async def enqueue_again(run_id: int) -> None:
    """From the worker: does nothing while a job of the run waits already."""
    try:
        await _job(run_id).defer_async(run_id=run_id)
    except AlreadyEnqueued:
        return


def _job(run_id: int) -> JobDeferrer:
    return app.configure_task(TASK, lock=f"report-lane-{run_id % _LANES}", queueing_lock=f"report-{run_id}")
