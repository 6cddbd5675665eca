"""Telling walls of a vehicle."""

from collections.abc import Iterable

from fleet.events.event_types import VehicleChanged, VehicleRemoved
from fleet.models import Vehicle
from live import left_out
from live.audiences import agency_audience, audiences_of, visible_to
from live.publish import publish


def changed_event(vehicle: Vehicle) -> VehicleChanged:
    """The vehicle as walls hear of it; its agency is read along."""
    return VehicleChanged(
        id=vehicle.pk,
        name=vehicle.name,
        plate=vehicle.plate,
        kind=vehicle.kind,
        agency=str(vehicle.agency) if vehicle.agency is not None else None,
        agency_id=vehicle.agency_id,
        unit_status=vehicle.unit_status,
    )


def announce(vehicle: Vehicle, *, was_agency: int | None = None) -> None:
    """Tell the vehicle's viewers what it is now, and the agency that it left that it is gone.

    A vehicle out of use is gone for everybody. The caller's transaction has written it.
    """
    if was_agency is not None and was_agency != vehicle.agency_id:
        publish(VehicleRemoved(id=vehicle.pk), [agency_audience(was_agency)])
    if vehicle.active:
        publish(changed_event(vehicle), audiences_of(vehicle.agency_id))
    else:
        publish(VehicleRemoved(id=vehicle.pk), audiences_of(vehicle.agency_id))


def snapshot(audience: str) -> Iterable[VehicleChanged]:
    """Every vehicle in use that an audience may see."""
    vehicles = Vehicle.objects.filter(active=True).select_related("agency")
    return left_out.build_each(visible_to(audience, vehicles), changed_event)
