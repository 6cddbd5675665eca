"""Work of the worker: looking at every active camera once a minute."""

from procrastinate.contrib.django import app

from cameras import pictures
from cameras.refresh import refresh_all
from kit.queues import MAINTENANCE, TELEMETRY


@app.periodic(cron="* * * * *")
@app.task(
    queue=TELEMETRY,
    name="cameras.check_health",
    queueing_lock="cameras.check_health",
    lock="cameras.check_health",
)
async def check_health(timestamp: int) -> None:
    """Fetch the pictures; a round that takes longer than a minute is followed by one other, not by many."""
    await refresh_all()


@app.periodic(cron="41 3 * * *")
@app.task(queue=MAINTENANCE, name="cameras.sweep_pictures", queueing_lock="cameras.sweep_pictures", pass_context=False)
def sweep_pictures(timestamp: int) -> None:
    """Every night: files of pictures that no camera has any more."""
    pictures.sweep()
