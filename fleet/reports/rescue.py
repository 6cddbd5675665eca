"""Runs whose worker died, and runs whose job was lost."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from fleet.models import ReportRun
from reports.choices import RunState

STALE: Final = timedelta(minutes=2)
"""A worker that lives says so far more often."""
WAITS: Final = timedelta(minutes=2)
MOST_ATTEMPTS: Final = 3


def rescue(now: datetime) -> list[int]:
    """Put runs of dead workers back, at most twice, then give up in words; returns the runs that need a job."""
    dead = Q(state=RunState.RUNNING) & (Q(heartbeat__lt=now - STALE) | Q(heartbeat=None))
    for run in ReportRun.objects.filter(dead):
        # Conditional: two workers may look at the same moment, or the dead one may live after all.
        still = ReportRun.objects.filter(dead, pk=run.pk, claim=run.claim)
        if run.attempts < MOST_ATTEMPTS:
            still.update(state=RunState.QUEUED, claim=None, progress=0)
            continue
        with translation.override(run.language):
            words = _("The worker stopped %(count)d times while making this report. Choose a smaller one.")
        still.update(state=RunState.FAILED, finished_at=now, error=words % {"count": run.attempts})
    waiting = Q(created_at__lt=now - WAITS) | Q(attempts__gt=0)
    return list(ReportRun.objects.filter(waiting, state=RunState.QUEUED).values_list("pk", flat=True))
