"""Assign a vehicle: it is sent to the incident."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fleet.models import Vehicle
from incidents.actions.step import Entry, step
from incidents.errors import AlreadyAssigned, Missing
from incidents.lifecycle import TABLE, Act
from incidents.models import EntryKind, IncidentVehicle
from people.access import Verb, require, which
from people.models import User


def assign_vehicle(code: str, user: User, vehicle_id: int | None) -> IncidentVehicle:
    """Put a vehicle in use on the incident. Raises Missing, AlreadyAssigned, and as `step`.

    Several vehicles may be assigned at once by several people; the same one only once at a time.
    """
    require(user, TABLE[Act.ASSIGN_VEHICLE].permission)
    with transaction.atomic():
        vehicles = which(user, Verb.VEHICLE_VIEW, Vehicle.objects.filter(active=True))
        vehicle = vehicles.select_for_update(no_key=True).filter(pk=vehicle_id or 0).first()
        if vehicle is None:
            raise Missing(_("Choose a vehicle from the list."), field="vehicle")
        with step(Act.ASSIGN_VEHICLE, code, user) as taken:
            if IncidentVehicle.objects.filter(incident=taken.incident, vehicle=vehicle, released_at=None).exists():
                raise AlreadyAssigned(field="vehicle")
            assignment = IncidentVehicle.objects.create(
                incident=taken.incident, vehicle=vehicle, assigned_by=user, assigned_at=timezone.now()
            )
            taken.entries.append(Entry(EntryKind.VEHICLE_ASSIGNED, str(vehicle), vehicle=vehicle))
            taken.detail["vehicle"] = vehicle.pk
    return assignment
