"""The alarms that a wall begins with."""

from collections.abc import Iterable

from django.db.models import QuerySet

from fleet.events.event_types import VehicleEventChanged
from fleet.models import VehicleEvent
from kit.severity import Severity
from live import left_out
from live.audiences import visible_to


def changed_event(event: VehicleEvent) -> VehicleEventChanged:
    """The event as walls hear of it."""
    return VehicleEventChanged(
        id=event.pk,
        kind=event.kind,
        severity=event.severity,
        vehicle=event.vehicle_id or 0,
        time=event.time,
        since=event.since,
        lon=event.point.x if event.point else None,
        lat=event.point.y if event.point else None,
        detail=event.detail,
    )


def alarms() -> QuerySet[VehicleEvent]:
    """What walls show now: the condition is that of the index ``event_shown``."""
    return VehicleEvent.objects.filter(live=True, severity__gte=Severity.WARNING, shown=True)


def shown_events(audience: str) -> Iterable[VehicleEventChanged]:
    """The alarms that nobody has taken, newest first. All of them: the worker keeps them few."""
    events = alarms().order_by("-raised_at", "-id")
    return left_out.build_each(visible_to(audience, events), changed_event)
