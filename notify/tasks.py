"""Work of the worker: sending to webhooks, and forgetting what was sent."""

from datetime import timedelta
from typing import Final

from procrastinate.contrib.django import app

from kit.daily_cron import daily
from kit.queues import DEADLINES, MAINTENANCE
from notify.webhooks.deliver import deliver_due, forget

KEEP_DELIVERIES: Final = timedelta(days=30)


@app.periodic(cron="* * * * * */10")
@app.task(queue=DEADLINES, name="notify.deliver_webhooks", queueing_lock="notify.deliver_webhooks", pass_context=False)
async def deliver_webhooks(timestamp: int) -> None:
    """Every ten seconds: send what is due."""
    await deliver_due()


@app.periodic(cron=daily(2, 31))
@app.task(queue=MAINTENANCE, name="notify.forget_deliveries", queueing_lock="notify.forget_deliveries")
def forget_deliveries(timestamp: int) -> None:
    """Every night: delete deliveries that were over a month ago."""
    forget(KEEP_DELIVERIES)
