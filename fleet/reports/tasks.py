"""Reports in the worker."""

from asgiref.sync import sync_to_async
from django.utils import timezone
from procrastinate.contrib.django import app

from fleet.reports import queue, rescue, runs, schedules
from kit.queues import DEADLINES, MAINTENANCE, REPORTS


@app.task(queue=REPORTS, name=queue.TASK, pass_context=False)
def make_report(run_id: int) -> None:
    """One report; nothing happens when another worker has it."""
    runs.perform(run_id)


@app.periodic(cron="* * * * *")
@app.task(queue=DEADLINES, name="fleet.tend_reports", queueing_lock="fleet.tend_reports", pass_context=False)
async def tend_reports(timestamp: int) -> None:
    """Every minute: scheduled reports that are due, and runs whose worker or job was lost."""
    await queue.release_lanes()
    now = timezone.now()
    due = await sync_to_async(schedules.make_due)(now)
    lost = await sync_to_async(rescue.rescue)(now)
    for run_id in dict.fromkeys([*due, *lost]):
        await queue.enqueue_again(run_id)


@app.periodic(cron="41 * * * *")
@app.task(queue=MAINTENANCE, name="fleet.expire_reports", queueing_lock="fleet.expire_reports", pass_context=False)
def expire_reports(timestamp: int) -> None:
    """Every hour: old files are removed."""
    runs.expire(timezone.now())
