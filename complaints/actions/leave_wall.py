"""Ended complaints stay on the wall for a day, then leave it."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from complaints.events import announce
from complaints.models import Complaint

STAY: Final = timedelta(hours=24)
_BATCH: Final = 500


def leave_wall() -> int:
    """Take complaints off the wall that ended more than `STAY` ago, each with its event; returns how many.

    A flag that this sweep clears, and not a comparison with the clock in the snapshot: so every viewer hears of the
    leaving by an event, and a snapshot taken at any moment agrees with the events before it.
    """
    with transaction.atomic():
        ended = Complaint.objects.select_for_update(of=("self",), skip_locked=True).select_related("category", "agency")
        leaving = list(ended.filter(on_wall=True, ended_at__lt=timezone.now() - STAY).order_by("id")[:_BATCH])
        for complaint in leaving:
            complaint.on_wall = False
            announce(complaint)
        Complaint.objects.filter(pk__in=[complaint.pk for complaint in leaving]).update(on_wall=False)
    return len(leaving)
