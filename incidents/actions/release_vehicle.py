"""Release a vehicle: the incident does not need it any more."""

from django.db import transaction
from django.utils import timezone

from fleet.models import Vehicle
from incidents.actions.step import Entry, step
from incidents.errors import NotAssigned
from incidents.lifecycle import TABLE, Act
from incidents.models import EntryKind, IncidentVehicle
from people.access import require
from people.models import User


def release_vehicle(code: str, user: User, vehicle_id: int | None) -> IncidentVehicle:
    """End the vehicle's open assignment. Raises NotAssigned, and as `step`."""
    require(user, TABLE[Act.RELEASE_VEHICLE].permission)
    with transaction.atomic():
        vehicle = Vehicle.objects.select_for_update(no_key=True).filter(pk=vehicle_id or 0).first()
        if vehicle is None:
            raise NotAssigned(field="vehicle")
        with step(Act.RELEASE_VEHICLE, code, user) as taken:
            open_rows = IncidentVehicle.objects.filter(incident=taken.incident, vehicle=vehicle, released_at=None)
            assignment = open_rows.first()
            if assignment is None:
                raise NotAssigned(field="vehicle")
            assignment.released_at, assignment.released_by = timezone.now(), user
            assignment.save(update_fields=["released_at", "released_by"])
            taken.entries.append(Entry(EntryKind.VEHICLE_RELEASED, str(vehicle), vehicle=vehicle))
            taken.detail["vehicle"] = vehicle.pk
    return assignment
