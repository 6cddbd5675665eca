"""Work of the worker: partitions ahead, quarantine of devices known by now, and what is old enough to forget."""

from datetime import UTC, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from fleet.devices.quarantine_replay import replay_quarantine
from fleet.drivers.actions.follow_roster import follow_roster
from fleet.pipeline.partitions import DAYS_AHEAD
from fleet.retention.device_quarantine import hold_device_budget
from fleet.retention.positions import forget_positions, oldest_kept
from fleet.retention.quarantine import Amount, forget_old_frames, hold_budget
from fleet.retention.trips_and_events import forget_history
from fleet.rules.scheduled_detectors.old_alarms import hide_old_alarms
from fleet.rules.scheduled_detectors.papers import look_at_papers
from fleet.rules.scheduled_detectors.silence import look_for_silence
from fleet.trips.pending_builds import build_waiting
from kit.conninfo import conninfo
from kit.daily_cron import daily
from kit.queues import DEADLINES, MAINTENANCE, TELEMETRY


@app.periodic(cron="7 * * * *")
@app.task(queue=TELEMETRY, name="fleet.make_partitions", queueing_lock="fleet.make_partitions")
def make_partitions(timestamp: int) -> None:
    """Every hour: the days to come get their partition before the first fix of the day asks for it."""
    today = timezone.now().date()
    with connection.cursor() as cursor:
        for ahead in range(DAYS_AHEAD + 1):
            cursor.execute("SELECT fleet_make_day(%s)", [today + timedelta(days=ahead)])


@app.periodic(cron="* * * * *")
@app.task(queue=TELEMETRY, name="fleet.replay_known", queueing_lock="fleet.replay_known", lock="fleet.replay_known")
async def replay_known(timestamp: int) -> None:
    """Every minute: frames that came in while their device was being claimed, or whose replay was cut off."""
    await replay_quarantine(conninfo())


@app.periodic(cron="* * * * *")
@app.task(queue=TELEMETRY, name="fleet.build_trips", queueing_lock="fleet.build_trips", lock="fleet.build_trips")
def build_trips(timestamp: int) -> None:
    """Every minute: the trips of vehicles whose fixes have come in, late ones too."""
    build_waiting()


@app.periodic(cron="* * * * *")
@app.task(queue=DEADLINES, name="fleet.follow_roster", queueing_lock="fleet.follow_roster", lock="fleet.follow_roster")
def follow_the_roster(timestamp: int) -> None:
    """Every minute: duties that are due begin and end."""
    follow_roster(timezone.now())


@app.periodic(cron="* * * * *")
@app.task(
    queue=DEADLINES,
    name="fleet.look_for_silence",
    queueing_lock="fleet.look_for_silence",
    lock="fleet.look_for_silence",
)
def find_silence(timestamp: int) -> None:
    """Every minute: who has fallen silent, and who is back."""
    look_for_silence()


@app.periodic(cron="* * * * *")
@app.task(
    queue=DEADLINES,
    name="fleet.hide_old_alarms",
    queueing_lock="fleet.hide_old_alarms",
    lock="fleet.hide_old_alarms",
)
def hide_old(timestamp: int) -> None:
    """Every minute: alarms that nobody took leave the walls when they are too old, or too many."""
    hide_old_alarms(timezone.now())


@app.periodic(cron=daily(6, 5))
@app.task(queue=DEADLINES, name="fleet.look_at_papers", queueing_lock="fleet.look_at_papers")
def find_papers(timestamp: int) -> None:
    """Every morning: papers that are about to run out."""
    look_at_papers()


@app.periodic(cron=daily(2, 41))
@app.task(queue=MAINTENANCE, name="fleet.forget_old", queueing_lock="fleet.forget_old", lock="fleet.forget_old")
def forget_old(timestamp: int) -> None:
    """Every night: positions, trips and events that are older than the centre keeps them and that nobody holds.

    A day whose table was in use stays for the next night.
    """
    before = oldest_kept(timezone.now().astimezone(UTC).date(), settings.PANTAU_KEEP_POSITIONS_DAYS)
    forget_positions(before)
    forget_history(before)


@app.periodic(cron=daily(2, 23))
@app.task(queue=MAINTENANCE, name="fleet.forget_quarantine", queueing_lock="fleet.forget_quarantine")
def forget_quarantine(timestamp: int) -> None:
    """Every night: resolved frames after a month, and those that nobody cared for when they are old enough."""
    forget_old_frames(timezone.now(), timedelta(days=settings.PANTAU_KEEP_QUARANTINE_DAYS))


@app.periodic(cron="* * * * *")
@app.task(
    queue=MAINTENANCE,
    name="fleet.bound_quarantine",
    queueing_lock="fleet.bound_quarantine",
    lock="fleet.bound_quarantine",
)
def bound_quarantine(timestamp: int) -> None:
    """Every minute: what unknown senders, and each registered device, filled beyond their budgets."""
    hold_budget(Amount(settings.PANTAU_QUARANTINE_FRAMES, settings.PANTAU_QUARANTINE_MB * 1_000_000))
    hold_device_budget(
        Amount(settings.PANTAU_QUARANTINE_DEVICE_FRAMES, settings.PANTAU_QUARANTINE_DEVICE_MB * 1_000_000)
    )
