"""Background work on people's accounts."""

from procrastinate.contrib.django import app

from kit.queues import MAINTENANCE
from people.session_store import SessionStore


@app.periodic(cron="53 * * * *")
@app.task(
    queue=MAINTENANCE,
    name="people.delete_ended_sessions",
    queueing_lock="people.delete_ended_sessions",
    pass_context=False,
)
def delete_ended_sessions(timestamp: int) -> None:
    """Every hour: sessions whose time is over are deleted."""
    SessionStore.clear_expired()
