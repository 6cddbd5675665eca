"""Changing a vehicle's entry in the register."""

from dataclasses import dataclass
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from fleet.errors import PlateTaken, VehicleChanged
from fleet.models import Vehicle
from fleet.vehicles.announce import announce
from kit.errors import BadInput, NotFound
from people import agency_moves, audit
from people.access import Verb, require
from people.models import Agency, User

_WATCHED = ("name", "plate", "kind", "agency_id", "holder", "fuel_l_per_100km", "active")


@dataclass(frozen=True)
class VehicleDetails:
    """All that the register says of a vehicle; ``seen`` is the ``face_of`` that the editor saw, empty for whichever."""

    name: str
    plate: str
    kind: str
    agency: Agency | None
    active: bool
    holder: str = ""
    fuel_l_per_100km: float | None = None
    seen: str = ""


def edit_vehicle(actor: User, vehicle_id: int, details: VehicleDetails, request: HttpRequest | None = None) -> Vehicle:
    """Write ``details`` and tell the walls; an agency that loses the vehicle no longer sees it.

    Raises Denied, NotFound, VehicleChanged, BadInput, PlateTaken.
    """
    require(actor, Verb.VEHICLE_EDIT)
    with transaction.atomic():
        vehicle = Vehicle.objects.select_for_update(no_key=True).filter(pk=vehicle_id).first()
        if vehicle is None:
            raise NotFound
        if details.seen not in {"", face_of(vehicle)}:
            raise VehicleChanged
        before = {field: getattr(vehicle, field) for field in _WATCHED}
        vehicle.name, vehicle.plate = details.name.strip(), details.plate.strip().upper()
        vehicle.kind, vehicle.agency, vehicle.active = details.kind, details.agency, details.active
        vehicle.holder, vehicle.fuel_l_per_100km = details.holder.strip(), details.fuel_l_per_100km
        _save(vehicle)
        changed = {
            field: [before[field], getattr(vehicle, field)]
            for field in _WATCHED
            if getattr(vehicle, field) != before[field]
        }
        audit.record(actor, "vehicle.edit", vehicle, changed, request)
        announce(vehicle, was_agency=before["agency_id"])
        agency_moves.tell(vehicle, before["agency_id"])
    return vehicle


def face_of(vehicle: Vehicle) -> str:
    """A short name of what the register says of the vehicle now."""
    told = "\n".join(f"{field}={getattr(vehicle, field)!r}" for field in _WATCHED)
    return sha256(told.encode()).hexdigest()[:16]


def _save(vehicle: Vehicle) -> None:
    try:
        vehicle.clean_fields()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise BadInput(messages[0], field=field) from error
    try:
        with transaction.atomic():
            vehicle.save()
    except IntegrityError as error:
        raise PlateTaken from error
