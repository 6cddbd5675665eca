"""Entering a vehicle into the register."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from fleet.errors import PlateTaken
from fleet.models import Vehicle, VehicleKind
from fleet.vehicles.announce import announce
from kit.errors import BadInput
from kit.text import storable
from people import audit
from people.access import Verb, require
from people.models import Agency, User


@dataclass(frozen=True)
class NewVehicle:
    """What is known of a vehicle when it is entered."""

    name: str
    plate: str = ""
    kind: str = VehicleKind.CAR
    agency: Agency | None = None
    holder: str = ""
    fuel_l_per_100km: float | None = None


def create_vehicle(actor: User | None, new: NewVehicle) -> Vehicle:
    """Write the vehicle and tell the walls. Raises Denied, BadInput, PlateTaken."""
    vehicle = Vehicle(
        name=new.name.strip(),
        plate=new.plate.strip().upper(),
        kind=new.kind,
        agency=new.agency,
        holder=new.holder.strip(),
        fuel_l_per_100km=new.fuel_l_per_100km,
    )
    if actor is not None:
        require(actor, Verb.VEHICLE_EDIT, vehicle)
    if not storable(vehicle.name + vehicle.plate + vehicle.holder):
        raise BadInput(_("A name or number plate holds a character that no text can have."))
    try:
        vehicle.clean_fields()
    except ValidationError as error:
        raise BadInput(" ".join(error.messages)) from error
    with transaction.atomic():
        try:
            with transaction.atomic():
                vehicle.save()
        except IntegrityError as error:
            raise PlateTaken from error
        audit.record(actor, "vehicle.create", vehicle, {"plate": vehicle.plate, "kind": vehicle.kind})
        announce(vehicle)
    return vehicle
