"""Changing what is noted of a device."""

from typing import Final

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from fleet.devices.listeners import mask_of_protocol
from fleet.errors import UnknownDevice
from fleet.models import Device
from kit.errors import BadInput
from kit.text import storable
from people import audit
from people.access import Verb, require
from people.models import User

MAX_OFFSET_S: Final = 14 * 3600
"""No place on Earth is further ahead of UTC."""


def edit_device(
    actor: User, device_id: int, *, label: str, protocol: str, clock_offset_s: int, request: HttpRequest | None = None
) -> Device:
    """Write label, protocol and clock; fixes that come from now on are read by it. Raises Denied, UnknownDevice.

    A device that is bound is bound to the listeners of its new protocol.
    """
    require(actor, Verb.DEVICE_CLAIM)
    label = label.strip()
    if len(label) > 80 or not storable(label):
        raise BadInput(_("A label has at most 80 characters."), field="label")
    if abs(clock_offset_s) > MAX_OFFSET_S:
        raise BadInput(_("A clock is at most 14 hours ahead of UTC or behind it."), field="clock_offset_s")
    with transaction.atomic():
        device = Device.objects.select_for_update(no_key=True).filter(pk=device_id).first()
        if device is None:
            raise UnknownDevice
        after = {"label": label, "protocol": protocol, "clock_offset_s": clock_offset_s, "listeners": device.listeners}
        before = {name: getattr(device, name) for name in after}
        if device.bound and protocol != device.protocol:
            after["listeners"] = mask_of_protocol(protocol) or device.listeners
        for name, value in after.items():
            setattr(device, name, value)
        device.save(update_fields=list(after))
        changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
        audit.record(actor, "device.edit", device, changed, request)
    return device
