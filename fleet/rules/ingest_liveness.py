"""Since when the centre has been listening: while nobody could be heard, nobody was silent."""

from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import Final

from django.db import transaction

from fleet.models import IngestLiveness

BREAK: Final = timedelta(minutes=3)
"""Who listens says so at least every minute; after a longer pause it stood still."""
_EVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


class IngestProcess(IntEnum):
    """Who must be there for a silence to mean something."""

    SWEEP = 1
    GATEWAY = 2


def note_alive(ear: IngestProcess, now: datetime) -> datetime:
    """Note that it is there; returns since when it has been without a break. Several gateways are one ear."""
    with transaction.atomic():
        rows = IngestLiveness.objects.select_for_update()
        row, new = rows.get_or_create(pk=ear, defaults={"looked_at": now, "since": _EVER})
        if not new:
            if now - row.looked_at > BREAK:
                row.since = now
            row.looked_at = max(now, row.looked_at)
            row.save()
    return row.since


def alive_since(now: datetime) -> datetime:
    """Since when the sweep and a gateway have both been there; ``now`` while there is no gateway."""
    since = note_alive(IngestProcess.SWEEP, now)
    gateways = IngestLiveness.objects.filter(pk=IngestProcess.GATEWAY).first()
    if gateways is None:
        return since
    return now if now - gateways.looked_at > BREAK else max(since, gateways.since)
