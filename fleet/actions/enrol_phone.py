"""Giving a phone an identity of its own."""

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from fleet.actions.register_device import register_device
from fleet.models import Device, Vehicle
from fleet.phone_setup import new_identity
from kit.errors import BadInput
from kit.text import storable
from people import audit
from people.access import Verb, require
from people.models import User


def enrol_phone(
    actor: User, vehicle: Vehicle, label: str = "", request: HttpRequest | None = None, *, protocol: str = ""
) -> Device:
    """Register a phone under a new identity that nobody can guess, in ``vehicle``. Raises Denied, BadInput.

    ``protocol``: what its app speaks; empty where that is not known.
    """
    require(actor, Verb.DEVICE_CLAIM, vehicle)
    label = label.strip()
    if len(label) > 80 or not storable(label):
        raise BadInput(_("A label has at most 80 characters."), field="label")
    with transaction.atomic():
        device = register_device(actor, new_identity(), vehicle, protocol=protocol, label=label)
        audit.record(actor, "device.enrol", device, {"vehicle": vehicle.pk}, request)
    return device
