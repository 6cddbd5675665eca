"""Work of the worker: zones begin and end by the clock."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django import app

from kit.dates import moments_in_range
from kit.queues import DEADLINES
from layers.announce import announce
from layers.models import Status, Zone
from people import audit


@app.periodic(cron="* * * * *")
@app.task(queue=DEADLINES, name="layers.follow_validity", queueing_lock="layers.follow_validity", pass_context=False)
def follow_validity(timestamp: int) -> None:
    """Every minute: tell walls of the zones whose validity began or ended."""
    announce_due_zones(timezone.now())


def announce_due_zones(now: datetime) -> int:
    """Announce each zone whose ``shown`` no longer fits its validity, and return how many there were.

    Each zone is locked and looked at again, so two workers at once tell of it once.
    """
    count = 0
    for zone_id in _due(now):
        with transaction.atomic():
            zone = Zone.objects.select_for_update(of=("self",)).select_related("published").get(pk=zone_id)
            if announce(zone, renewed=False, now=now):
                action = "zone.validity_began" if zone.shown else "zone.validity_ended"
                audit.record(None, action, zone, {"version": zone.published_version})
                count += 1
    return count


def _due(now: datetime) -> list[int]:
    """Zones to show come from the status index, zones to hide from the partial index on ``shown``."""
    readable = moments_in_range("published__valid_from") & moments_in_range("published__valid_to")
    not_begun, ended = Q(published__valid_from__gt=now), Q(published__valid_to__lte=now)
    must_show = Zone.objects.filter(readable, status=Status.PUBLISHED, shown=False).exclude(not_begun).exclude(ended)
    must_hide = Zone.objects.filter(not_begun | ended | ~readable, shown=True)
    return [*must_show.values_list("pk", flat=True), *must_hide.values_list("pk", flat=True)]
