"""Who drives what: the rows behind every way of saying so. The caller holds a transaction and has asked permission."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from fleet.errors import DriverChanged
from fleet.models import AssignmentSource, Driver, DriverAssignment, Vehicle
from people.models import User


def lock(vehicle_id: int, driver_id: int) -> list[DriverAssignment]:
    """Lock vehicle and driver, in this order everywhere; returns the open assignments of both, locked, too.

    ``no_key``: a gateway that stores a position of the vehicle refers to its row, and must not wait for it.
    """
    Vehicle.objects.select_for_update(no_key=True).get(pk=vehicle_id)
    Driver.objects.select_for_update(no_key=True).get(pk=driver_id)
    concerned = Q(vehicle=vehicle_id) | Q(driver=driver_id)
    return list(DriverAssignment.objects.select_for_update().filter(concerned, valid_to=None).order_by("id"))


def begin(
    vehicle: Vehicle,
    driver: Driver,
    at: datetime | None,
    source: AssignmentSource,
    *,
    duty: str = "",
    by: User | None = None,
) -> tuple[DriverAssignment, list[DriverAssignment]]:
    """End what vehicle and driver had until ``at``, and begin this; returns the new one and those that it ended.

    ``at`` None is the moment at which both are locked. A driver who has the vehicle already keeps the assignment, with
    its new duty. Raises DriverChanged when one of them had something else after ``at``.
    """
    ended, held = [], lock(vehicle.pk, driver.pk)
    at = at or timezone.now()  # read under the lock: what another made while this waited began before it
    for open_one in held:
        if (open_one.vehicle_id, open_one.driver_id) == (vehicle.pk, driver.pk):
            open_one.duty = duty or open_one.duty
            open_one.save(update_fields=["duty"])
            return open_one, []
        end(open_one, at)
        ended.append(open_one)
    row = DriverAssignment(vehicle=vehicle, driver=driver, valid_from=at, source=source, duty=duty, assigned_by=by)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise DriverChanged from error
    return row, ended


def end(assignment: DriverAssignment, at: datetime) -> None:
    """End it at ``at``. Raises DriverChanged for a moment before it began."""
    if at < assignment.valid_from:
        raise DriverChanged
    assignment.valid_to = at
    assignment.save(update_fields=["valid_to"])


def driver_of(vehicle: Vehicle, at: datetime | None = None) -> DriverAssignment | None:
    """The assignment that holds for the vehicle at ``at``, or now; with its driver."""
    found = DriverAssignment.objects.filter(vehicle=vehicle).select_related("driver", "assigned_by")
    if at is None:
        return found.filter(valid_to=None).first()
    return found.filter(Q(valid_to=None) | Q(valid_to__gt=at), valid_from__lte=at).first()
