"""Taking off the walls what nobody took and nobody will."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When

from fleet.events.event_types import VehicleEventRemoved
from fleet.events.kinds import EventKind
from fleet.events.snapshot import alarms
from fleet.models import VehicleEvent
from live.audiences import audiences_of
from live.publish import publish

SHOWN_FOR: Final = timedelta(hours=12)
SHOWN_AT_MOST: Final = 2000
AT_ONCE: Final = 500


def hide_old_alarms(now: datetime, *, at_most: int = SHOWN_AT_MOST) -> int:
    """Hide alarms raised more than twelve hours before ``now``, those beyond the newest ``at_most``, and silences over.

    A device that is heard again asks nobody for anything, unless it told of tampering before it fell silent. A call for
    help does not grow old: it stays until somebody takes it, and counts before all others. Returns how many were
    hidden; each is told to its viewers.
    """
    hidden = _hide(alarms().filter(raised_at__lt=now - SHOWN_FOR).exclude(kind=EventKind.SOS))
    hidden += _hide(_silences_over())
    calls_first = Case(When(kind=EventKind.SOS, then=Value(0)), default=Value(1))
    beyond = alarms().order_by(calls_first, "-raised_at", "-id").values_list("pk", flat=True)[at_most:]
    return hidden + _hide(alarms().filter(pk__in=list(beyond)))


def _silences_over() -> QuerySet[VehicleEvent]:
    """Looked up by the constraint ``one_row_an_event``."""
    heard = VehicleEvent.objects.filter(
        device=OuterRef("device"), kind=EventKind.HEARD_AGAIN, subject=OuterRef("subject"), time__gte=OuterRef("since")
    )
    return alarms().filter(Exists(heard), kind=EventKind.SILENT).exclude(detail__why="tampered")


def _hide(events: QuerySet[VehicleEvent]) -> int:
    hidden = 0
    while batch := _hide_some(events):
        hidden += batch
    return hidden


def _hide_some(events: QuerySet[VehicleEvent]) -> int:
    """At most so many in a transaction; one that is being acknowledged at this moment is not waited for."""
    with transaction.atomic():
        rows = list(events.select_for_update(skip_locked=True).order_by("pk").only("pk", "agency_id")[:AT_ONCE])
        VehicleEvent.objects.filter(pk__in=[row.pk for row in rows]).update(shown=False)
        for row in rows:
            publish(VehicleEventRemoved(id=row.pk), audiences_of(row.agency_id))
    return len(rows)
