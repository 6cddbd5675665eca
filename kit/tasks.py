"""Background work of the ground floor."""

from procrastinate.contrib.django import app

from kit import rate_limit
from kit.queues import MAINTENANCE


@app.periodic(cron="*/5 * * * *")
@app.task(
    queue=MAINTENANCE,
    name="kit.delete_expired_limits",
    queueing_lock="kit.delete_expired_limits",
    pass_context=False,
)
def delete_expired_limits(timestamp: int) -> None:
    """Every five minutes: rate limits that limit nothing any more are deleted."""
    rate_limit.delete_expired()
