"""Work of the worker: what is old goes out of the outbox."""

from datetime import timedelta
from typing import Final

from procrastinate.contrib.django import app

from live.outbox import prune

KEEP_FOR: Final = timedelta(hours=24)
"""A client that was away for longer gets a snapshot, which is then smaller than what it missed."""
KEEP_ROWS: Final = 200_000


@app.periodic(cron="11 * * * *")
@app.task(name="live.prune_outbox", queue="maintenance", queueing_lock="live.prune_outbox", lock="live.prune_outbox")
def prune_outbox(timestamp: int) -> None:
    """Every hour: events that no client resumes by any more are deleted."""
    prune(keep_for=KEEP_FOR, keep_rows=KEEP_ROWS)
