"""Moving a device from one vehicle to another."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from fleet.models import DepartedFix, Device, DeviceAssignment, DeviceState, Vehicle
from fleet.pipeline.position_corrections import correct_positions
from people import audit
from people.access import Verb, require
from people.models import User


def assign_device(actor: User | None, device: Device, vehicle: Vehicle | None, *, at: datetime | None = None) -> None:
    """End the device's stay in its vehicle and begin one in ``vehicle`` (None: in none), both at ``at`` or now.

    Fixes of before stay with the vehicle of before, those still to come in from before, too. Raises Denied.
    """
    at = at or timezone.now()
    if actor is not None:
        require(actor, Verb.DEVICE_CLAIM, vehicle)
    with transaction.atomic():
        # The gateway holds this lock while it binds fixes to vehicles.
        state = DeviceState.objects.select_for_update().get(device=device)
        device.refresh_from_db()
        before = device.vehicle_id
        if before == (vehicle.pk if vehicle is not None else None):
            return
        DeviceAssignment.objects.filter(device=device, valid_to=None).update(valid_to=at)
        if vehicle is not None:
            first = not DeviceAssignment.objects.filter(device=device).exists()
            DeviceAssignment.objects.create(device=device, vehicle=vehicle, valid_from=None if first else at)
        _keep_last_fix(state)
        device.vehicle = vehicle
        device.save(update_fields=["vehicle"])
        correct_positions([before, device.vehicle_id])
        detail = {"from": before, "to": vehicle.pk if vehicle is not None else None, "at": at.isoformat()}
        audit.record(actor, "device.assign", device, detail)


def _keep_last_fix(state: DeviceState) -> None:
    """Unless a later one is kept, of another device that the vehicle had."""
    if state.vehicle_id is None or state.fix_time is None or state.arrival is None or state.point is None:
        return
    if DepartedFix.objects.filter(vehicle=state.vehicle_id, fix_time__gte=state.fix_time).exists():
        return
    names = ("fix_time", "arrival", "point", "speed_mps", "course_deg", "accuracy_m", "state")
    DepartedFix.objects.update_or_create(
        vehicle_id=state.vehicle_id, defaults={name: getattr(state, name) for name in names}
    )
