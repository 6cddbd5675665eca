"""Saying at the desk that somebody does not drive a vehicle any more."""

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from fleet.drivers import assignment
from fleet.errors import DriverChanged
from fleet.models import DriverAssignment, Vehicle
from people import audit
from people.access import Verb, require
from people.models import User


def end_assignment(actor: User, vehicle: Vehicle, assignment_id: int, request: HttpRequest | None = None) -> None:
    """End the assignment of ``vehicle`` now. Raises Denied, and DriverChanged for one that is over already."""
    require(actor, Verb.DRIVER_ASSIGN, vehicle)
    with transaction.atomic():
        found = DriverAssignment.objects.select_for_update().filter(pk=assignment_id, vehicle=vehicle, valid_to=None)
        row = found.first()
        if row is None:
            raise DriverChanged
        assignment.end(row, timezone.now())
        audit.record(actor, "driver.release", vehicle, {"driver": row.driver_id}, request)
