"""Registering a list of trackers at once."""

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from fleet.devices.actions.register_device import register_device
from fleet.devices.imei_list import MAX_LINES, Register, TrackerLine, good, name_key, read_list
from fleet.models import Device, Vehicle
from fleet.protocols.registry import PROTOCOLS
from fleet.protocols.streams import STREAMS
from fleet.vehicles.selectors import vehicles_for
from kit.errors import BadInput
from people import audit
from people.access import Verb, require
from people.models import User


def preview_devices(actor: User, text: str) -> list[TrackerLine]:
    """What each line would do; nothing is written. Raises Denied, BadInput for too many lines."""
    require(actor, Verb.DEVICE_CLAIM)
    if text.count("\n") >= MAX_LINES:
        raise BadInput(_("A list has at most 2000 lines; give it in parts."), field="lines")
    vehicles: dict[str, list[tuple[int, str]]] = {}
    for vehicle in vehicles_for(actor):
        for key in {name_key(vehicle.plate), name_key(vehicle.name)} - {""}:
            vehicles.setdefault(key, []).append((vehicle.pk, str(vehicle)))
    identities = frozenset(Device.objects.values_list("identity", flat=True))
    return read_list(text, Register(identities, vehicles, frozenset(PROTOCOLS) | frozenset(STREAMS)))


def import_devices(actor: User, text: str, request: HttpRequest | None = None) -> tuple[int, list[TrackerLine]]:
    """Register what the good lines say, all in one transaction; returns how many, and the lines that were left out.

    Raises as preview_devices and register_device.
    """
    with transaction.atomic():
        lines = preview_devices(actor, text)
        chosen = good(lines)
        vehicles = Vehicle.objects.in_bulk([line.vehicle_id for line in chosen if line.vehicle_id is not None])
        for line in chosen:
            vehicle = vehicles[line.vehicle_id] if line.vehicle_id is not None else None
            register_device(actor, line.imei, vehicle, protocol=line.protocol)
        audit.record(actor, "device.import", None, {"devices": len(chosen)}, request)
    return len(chosen), [line for line in lines if line.problems]
