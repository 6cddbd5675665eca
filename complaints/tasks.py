"""The worker's part: what must happen without anybody asking for it."""

from procrastinate.contrib.django import app

from complaints.actions.count_figures import count_figures
from complaints.actions.leave_wall import leave_wall
from complaints.actions.recompute_deadlines import recompute_deadlines
from complaints.intake.held import let_old_go
from complaints.intake.photos import sweep
from kit.queues import DEADLINES, MAINTENANCE


@app.periodic(cron="*/5 * * * *")
@app.task(queue=DEADLINES, queueing_lock="complaints.clear_wall", pass_context=False)
def clear_wall(timestamp: int) -> None:
    """Every five minutes, until nothing is left to take off."""
    while leave_wall():
        pass


@app.periodic(cron="*/20 * * * *")
@app.task(queue=MAINTENANCE, queueing_lock="complaints.drop_held_photos", pass_context=False)
def drop_held_photos(timestamp: int) -> None:
    """Photos of forms that nobody came back to."""
    let_old_go()


@app.periodic(cron="*/5 * * * *")
@app.task(queue=MAINTENANCE, queueing_lock="complaints.count_figures", pass_context=False)
def count_public_figures(timestamp: int) -> None:
    """Every five minutes: the portal's figures, so that no visitor's request counts them."""
    count_figures()


@app.periodic(cron="40 0 * * *")
@app.task(queue=DEADLINES, queueing_lock="complaints.recompute_deadlines", pass_context=False)
def recompute_open_deadlines(timestamp: int) -> None:
    """Every night: a new version of the product may know other holidays than the one that set the deadlines."""
    recompute_deadlines()


@app.periodic(cron="53 3 * * *")
@app.task(queue=MAINTENANCE, queueing_lock="complaints.sweep_photos", pass_context=False)
def sweep_photos(timestamp: int) -> None:
    """Every night: files that a process that died left without a row."""
    sweep()
