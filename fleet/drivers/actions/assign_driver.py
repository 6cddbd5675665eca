"""Saying at the desk who drives a vehicle."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fleet.drivers import assignment
from fleet.errors import UnknownDriver
from fleet.models import AssignmentSource, Driver, DriverAssignment, Vehicle
from kit.errors import BadInput
from kit.text import storable
from people import audit
from people.access import Verb, require
from people.models import User

MAX_BACK: Final = timedelta(days=7)
"""Further back, reports have been made of who drove."""


def assign_driver(
    actor: User,
    vehicle: Vehicle,
    driver: Driver,
    *,
    duty: str = "",
    at: datetime | None = None,
    request: HttpRequest | None = None,
) -> DriverAssignment:
    """Give the vehicle to the driver since ``at`` or from now on; whoever had it, and what the driver had, ends then.

    Raises Denied, UnknownDriver, BadInput, and DriverChanged when ``at`` is before a later assignment.
    """
    require(actor, Verb.DRIVER_ASSIGN, vehicle)
    if not driver.active:
        raise UnknownDriver(_("This driver is switched off."))
    if not storable(duty):
        raise BadInput(_("A field holds a character that no text can have."), field="duty")
    now = timezone.now()
    if at is not None and not now - MAX_BACK <= at <= now:
        raise BadInput(_("The assignment begins now, or at most 7 days ago."), field="since")
    with transaction.atomic():
        row, ended = assignment.begin(vehicle, driver, at, AssignmentSource.DESK, duty=duty.strip()[:200], by=actor)
        detail = {
            "driver": driver.pk,
            "at": row.valid_from.isoformat(),
            "duty": row.duty,
            "ended": [one.pk for one in ended],
        }
        audit.record(actor, "driver.assign", vehicle, detail, request)
    return row
