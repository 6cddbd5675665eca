"""A driver takes a vehicle over, or leaves it, with the code that lies in it."""

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fleet.drivers import assignment
from fleet.errors import CodeNotValid, DriverChanged
from fleet.models import AssignmentSource, DriveCode, Driver, DriverAssignment, Vehicle
from kit.errors import Conflict
from people import audit
from people.access import Verb, may, require
from people.models import User


def vehicle_of_code(actor: User, token: str) -> Vehicle:
    """The vehicle that the code lies in.

    Raises Denied for a role that takes no vehicles, and CodeNotValid, in the same words for a code that is worthless
    and for one of another agency: whose vehicles there are is nobody else's business.
    """
    require(actor, Verb.VEHICLE_TAKE)
    code = DriveCode.objects.select_related("vehicle__agency").filter(token=token).first()
    if code is None or not code.vehicle.active or not may(actor, Verb.VEHICLE_TAKE, code.vehicle):
        text = _("This code is not valid, or not for you: you may take the vehicles of %(agency)s. Ask the centre.")
        raise CodeNotValid(str(text) % {"agency": actor.agency})
    return code.vehicle


def take_vehicle(actor: User, token: str, request: HttpRequest | None = None) -> DriverAssignment:
    """The actor drives the vehicle from now on; who had it, and what the actor had, ends. Raises as vehicle_of_code.

    Who drives for the first time becomes a driver; one who is switched off as a driver is refused with Conflict.
    """
    vehicle = vehicle_of_code(actor, token)
    with transaction.atomic():
        # The row of the person is locked, so that two first taps do not make two drivers.
        User.objects.select_for_update().get(pk=actor.pk)
        driver, _new = Driver.objects.get_or_create(user=actor, defaults={"name": str(actor), "agency": actor.agency})
        if not driver.active:
            raise Conflict(_("You are switched off as a driver. Ask the centre."))
        row, ended = assignment.begin(vehicle, driver, None, AssignmentSource.QR, by=actor)
        detail = {"driver": driver.pk, "by": "code", "ended": [one.pk for one in ended]}
        audit.record(actor, "driver.assign", vehicle, detail, request)
    return row


def leave_vehicle(actor: User, token: str, request: HttpRequest | None = None) -> None:
    """The actor drives the vehicle no longer. Raises as vehicle_of_code, and DriverChanged when it was not so."""
    vehicle = vehicle_of_code(actor, token)
    with transaction.atomic():
        found = DriverAssignment.objects.select_for_update().filter(vehicle=vehicle, driver__user=actor, valid_to=None)
        row = found.first()
        if row is None:
            raise DriverChanged
        assignment.end(row, timezone.now())
        audit.record(actor, "driver.release", vehicle, {"driver": row.driver_id, "by": "code"}, request)
