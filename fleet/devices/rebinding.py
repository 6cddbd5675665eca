"""Giving stored positions to the vehicle that their device was in, after that has been said anew for the past."""

from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.db.models import Q

from fleet.events.event_types import VehicleEventRemoved
from fleet.events.snapshot import alarms, changed_event
from fleet.models import DepartedFix, DeviceAssignment, Position, TripWork, VehicleEvent
from fleet.pipeline.position_corrections import correct_positions
from live.audiences import audiences_of
from live.publish import publish

# The stays say whose a fix is; what has its vehicle already is left alone, so that a second run does nothing.
_BIND: Final = """
UPDATE fleet_position AS p SET vehicle_id = stay.vehicle_id
FROM (
    SELECT moments.fix_time, moments.content, (
        SELECT s.vehicle_id FROM fleet_deviceassignment AS s
        WHERE s.device_id = %(device)s AND (s.valid_from IS NULL OR s.valid_from <= moments.fix_time)
            AND (s.valid_to IS NULL OR s.valid_to > moments.fix_time)
    ) AS vehicle_id
    FROM fleet_position AS moments WHERE moments.device_id = %(device)s AND moments.fix_time >= %(since)s
) AS stay
WHERE p.device_id = %(device)s AND p.fix_time >= %(since)s AND p.fix_time = stay.fix_time
    AND p.content = stay.content AND p.vehicle_id IS DISTINCT FROM stay.vehicle_id
"""


def rebind(device_id: int, since: datetime) -> int:
    """Bind the device's positions and events from ``since`` on by its stays; returns how many positions changed.

    Trips of every vehicle concerned are work for their builder again. Takes no lock that the gateway waits for.
    """
    with transaction.atomic():
        before = _vehicles_in(device_id, since)
        with connection.cursor() as cursor:
            cursor.execute(_BIND, {"device": device_id, "since": since})
            changed = int(cursor.rowcount)
        concerned = before | _vehicles_in(device_id, since)
        _bind_events(device_id, since)
        TripWork.objects.bulk_create(TripWork(vehicle_id=pk, since=since) for pk in sorted(concerned))
        for vehicle_id in concerned:
            mend_departure(vehicle_id, since)
        correct_positions(concerned)
    return changed


def _vehicles_in(device_id: int, since: datetime) -> set[int]:
    found = Position.objects.filter(device=device_id, fix_time__gte=since, vehicle__isnull=False)
    return set(found.order_by().values_list("vehicle_id", flat=True).distinct())


def _bind_events(device_id: int, since: datetime) -> None:
    """What a detector saw belongs to whom the positions belong to, or to nobody; walls hear of alarms that moved."""
    later = VehicleEvent.objects.filter(device=device_id, time__gte=since)
    shown = {event.pk: event for event in alarms().filter(device=device_id, time__gte=since)}
    apart = Q()
    for stay in DeviceAssignment.objects.filter(device=device_id).select_related("vehicle"):
        inside = Q(time__gte=max(since, stay.valid_from or since))
        if stay.valid_to is not None:
            inside &= Q(time__lt=stay.valid_to)
        apart &= ~inside
        moved = later.filter(inside).exclude(vehicle=stay.vehicle_id)
        moved.update(vehicle=stay.vehicle_id, agency=stay.vehicle.agency_id)
    later.filter(apart, vehicle__isnull=False).update(vehicle=None, agency=None)
    for event in alarms().filter(pk__in=shown):
        _tell(shown[event.pk], event)


def _tell(before: VehicleEvent, event: VehicleEvent) -> None:
    if before.vehicle_id == event.vehicle_id:
        return
    audiences = audiences_of(event.agency_id)
    gone = sorted(set(audiences_of(before.agency_id)) - set(audiences))
    if gone:
        publish(VehicleEventRemoved(id=event.pk), gone)
    publish(changed_event(event), audiences)


def mend_departure(vehicle_id: int, since: datetime, *, of_device: int | None = None) -> None:
    """Where devices left the vehicle is its last fix, which is another one where that came from ``since`` or later.

    ``of_device``: fixes of this device from ``since`` on do not count, though they are stored with the vehicle still.
    """
    if not DepartedFix.objects.filter(vehicle=vehicle_id, fix_time__gte=since).exists():
        return
    stored = Position.objects.filter(vehicle=vehicle_id, marks=0)
    if of_device is not None:
        stored = stored.exclude(device=of_device, fix_time__gte=since)
    last = stored.order_by("-fix_time").first()
    if last is None:
        DepartedFix.objects.filter(vehicle=vehicle_id).delete()
        return
    names = ("fix_time", "arrival", "point", "speed_mps", "course_deg", "accuracy_m", "state")
    DepartedFix.objects.filter(vehicle=vehicle_id).update(**{name: getattr(last, name) for name in names})
