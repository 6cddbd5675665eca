"""Work of the worker: looking at every active camera once a minute."""

from procrastinate.contrib.django import app

from cameras.refresh import refresh_all


@app.periodic(cron="* * * * *")
@app.task(name="cameras.check_health", queueing_lock="cameras.check_health", lock="cameras.check_health")
async def check_health(timestamp: int) -> None:
    """Fetch the pictures; a round that takes longer than a minute is followed by one other, not by many."""
    await refresh_all()
