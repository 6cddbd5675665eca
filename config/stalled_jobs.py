"""Jobs of workers that died: their locks would keep the same work from ever being done again."""

import logging
from typing import Final

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Status

from fleet.reports.queue import TASK as REPORT_TASK
from kit.queues import DEADLINES

logger = logging.getLogger(__name__)
_WITH_THEIR_OWN_CARE: Final = frozenset({REPORT_TASK})
DEAD_S: Final = 60.0
"""Workers say every 10 seconds that they live."""


@app.periodic(cron="* * * * *")
@app.task(queue=DEADLINES, name="config.retry_stalled", queueing_lock="config.retry_stalled")
async def retry_stalled(timestamp: int) -> None:
    """Every minute: what a dead worker was doing is done again, by whoever is free."""
    await retry_jobs_of_the_dead()


async def retry_jobs_of_the_dead() -> int:
    """Put them back into the queue; returns how many there were. All work of the worker may be done twice."""
    count = 0
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_S):
        if job.task_name in _WITH_THEIR_OWN_CARE:
            continue
        count += 1
        try:
            await app.job_manager.retry_job(job)
            logger.warning("%s is done again: its worker died", job.task_name)
        except (AlreadyEnqueued, ConnectorException):
            # The same work waits already.
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
    return count
