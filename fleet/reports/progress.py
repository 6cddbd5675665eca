"""How far a run is, written where the page and the other workers see it."""

import time
from typing import Final
from uuid import UUID

from django.utils import timezone

from fleet.models import ReportRun
from reports.choices import RunState
from reports.errors import Stopped

EVERY_S: Final = 0.5


class Progress:
    """Hears shares of one part of the work, ``first`` to ``last`` per cent; a sign of life at the same time."""

    def __init__(self, run_id: int, claim: UUID) -> None:
        self._run_id, self._claim = run_id, claim
        self._span = (0, 100)
        self._written = float("-inf")

    def part(self, first: int, last: int) -> "Progress":
        """From here on, shares are those of this part."""
        self._span = (first, last)
        return self

    def __call__(self, share: float) -> None:
        """Write it, twice a second at most. Raises Stopped when the run was cancelled, removed or taken over."""
        now = time.monotonic()
        if now - self._written < EVERY_S:
            return
        self._written = now
        first, last = self._span
        percent = min(99, int(first + (last - first) * min(max(share, 0.0), 1.0)))
        mine = ReportRun.objects.filter(pk=self._run_id, claim=self._claim, state=RunState.RUNNING)
        if not mine.update(progress=percent, heartbeat=timezone.now()):
            raise Stopped
