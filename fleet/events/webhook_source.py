"""Events of vehicles as webhooks receive them."""

from collections.abc import Collection
from typing import Literal

from fleet.api import render, schemas
from fleet.events.kinds import EventKind
from fleet.models import VehicleEvent
from notify.message import Envelope, Message
from notify.registry import EventSource, EventSummary


class VehicleName(schemas.Answer):
    """What the vehicle is called."""

    id: int
    name: str
    plate: str


class VehicleEventMessage(Message):
    """One event of a vehicle. ``id`` is also the Idempotency-Key: it stays the same over all attempts."""

    type: Literal["vehicle_event"] = "vehicle_event"
    vehicle: VehicleName | None
    event: schemas.Event


def load(ids: Collection[int]) -> dict[int, VehicleEvent]:
    """The events with these ids, with their vehicles."""
    return VehicleEvent.objects.select_related("vehicle").in_bulk(ids)


def message(event: VehicleEvent, envelope: Envelope) -> VehicleEventMessage:
    """The event as it is sent."""
    vehicle = event.vehicle
    return VehicleEventMessage(
        **envelope,
        vehicle=VehicleName(id=vehicle.pk, name=vehicle.name, plate=vehicle.plate) if vehicle else None,
        event=render.event(event),
    )


def summary(event: VehicleEvent) -> EventSummary:
    """The event as a line of the list of deliveries."""
    return EventSummary(event.get_kind_display(), event.time, str(event.vehicle or ""))


SOURCE = EventSource(
    name="vehicle_event",
    kinds=EventKind.choices,
    rows="SELECT id, kind, severity, agency_id, raised_at FROM fleet_vehicleevent",
    load=load,
    message=message,
    summary=summary,
)
