"""Saying that a device was moved to another vehicle some time ago."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fleet.devices.actions.assign_device import assign_device
from fleet.devices.rebind_task import rebind_positions
from fleet.devices.rebinding import mend_departure
from fleet.errors import DeviceMoved, UnknownDevice
from fleet.models import Device, DeviceAssignment, DeviceState, Vehicle
from kit.errors import BadInput
from people import audit
from people.access import Verb, require
from people.models import User

MAX_BACK: Final = timedelta(days=31)
"""Further back, reports have been made from the positions."""


def move_past(
    actor: User,
    device_id: int,
    *,
    seen_in: Vehicle | None,
    to: Vehicle | None,
    at: datetime,
    request: HttpRequest | None = None,
) -> Device:
    """Move the device that the actor sees in ``seen_in`` to ``to``, as of ``at`` in the past.

    Fixes that come from now on are bound by it at once; the stored ones since ``at`` are given to ``to`` by the worker,
    which then has the trips of both made anew. Raises Denied, UnknownDevice, DeviceMoved, and BadInput for a moment
    that is ahead, more than 31 days ago, or before the device came into ``seen_in``.
    """
    require(actor, Verb.DEVICE_CLAIM, seen_in)
    now = timezone.now()
    if not now - MAX_BACK <= at <= now:
        raise BadInput(_("The move was at most 31 days ago, and is not still to come."), field="at")
    with transaction.atomic():
        state = DeviceState.objects.select_for_update().filter(device=device_id).first()
        if state is None:
            raise UnknownDevice
        device = Device.objects.get(pk=device_id)
        if device.vehicle_id != (seen_in.pk if seen_in is not None else None):
            raise DeviceMoved
        last = DeviceAssignment.objects.filter(device=device).order_by("-id").first()
        edge = (last.valid_from if last.valid_to is None else last.valid_to) if last is not None else None
        if edge is not None and at < edge:
            local = timezone.localtime(edge)
            raise BadInput(
                _("Before %(time)s the device was somewhere else; choose a later moment.")
                % {"time": f"{local:%Y-%m-%d %H:%M}"},
                field="at",
            )
        assign_device(actor, device, to, at=at)
        if state.fix_time is not None and state.fix_time >= at:
            DeviceState.objects.filter(pk=state.pk).update(vehicle=to)
            if seen_in is not None:
                mend_departure(seen_in.pk, at, of_device=device.pk)
        rebind_positions.defer(device_id=device.pk, since=at.isoformat())
        detail = {"to": to.pk if to is not None else None, "at": at.isoformat()}
        audit.record(actor, "device.move_past", device, detail, request)
    return device
