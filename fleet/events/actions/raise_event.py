"""An event that the worker finds by the clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone

from fleet.events.kinds import EventKind
from fleet.events.snapshot import changed_event
from fleet.models import Vehicle, VehicleEvent
from kit.severity import Severity
from live.audiences import audiences_of
from live.publish import publish


@dataclass(frozen=True)
class Finding:
    """What was found; ``time`` is the moment it became true, which makes it one event whoever finds it."""

    kind: EventKind
    severity: int
    vehicle: Vehicle
    time: datetime
    since: datetime
    device_id: int | None = None
    subject: int = 0
    point: Point | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


def raise_event(found: Finding) -> VehicleEvent | None:
    """Write the event and tell the walls; None when it is known already."""
    key = {"kind": found.kind, "subject": found.subject, "time": found.time}
    with transaction.atomic():
        # The lock puts findings of one vehicle in line: of events without a device, no constraint holds them apart.
        # No gateway waits for it, which only refers to the row.
        Vehicle.objects.select_for_update(no_key=True).get(pk=found.vehicle.pk)
        if VehicleEvent.objects.filter(vehicle=found.vehicle, device=found.device_id, **key).exists():
            return None
        event = VehicleEvent.objects.create(
            **key,
            severity=found.severity,
            vehicle=found.vehicle,
            agency_id=found.vehicle.agency_id,
            device_id=found.device_id,
            since=found.since,
            raised_at=timezone.now(),
            point=found.point,
            detail=dict(found.detail),
        )
        if found.severity >= Severity.WARNING:
            publish(changed_event(event), audiences_of(found.vehicle.agency_id))
    return event
