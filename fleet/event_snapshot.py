"""The events that a wall begins with."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.utils import timezone

from fleet.event_kinds import Severity
from fleet.events import VehicleEventChanged
from fleet.models import VehicleEvent

SHOWN_FOR: Final = timedelta(hours=12)
AT_MOST: Final = 500


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


def recent_events(audience: str) -> Iterable[VehicleEventChanged]:
    """What was told to walls in the last hours, newest first, and no more than a wall can list."""
    events = VehicleEvent.objects.filter(
        live=True, severity__gte=Severity.WARNING, raised_at__gte=timezone.now() - SHOWN_FOR, vehicle__isnull=False
    ).order_by("-raised_at", "-id")
    kind, _, agency = audience.partition(":")
    if kind == "agency":
        events = events.filter(agency_id=int(agency))
    elif kind != "centre":
        events = events.none()
    return [changed_event(event) for event in events[:AT_MOST]]
