"""Giving a phone an identity of its own."""

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fleet.devices.actions.register_device import register_device
from fleet.devices.phone_setup import new_identity, phone_password
from fleet.devices.secrets import fingerprint, mosquitto_hash
from fleet.errors import UnknownDevice
from fleet.models import Device, DeviceState, Vehicle
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
        _give_secret(device)
        audit.record(actor, "device.enrol", device, {"vehicle": vehicle.pk}, request)
    return device


def renew_phone(actor: User, device_id: int, request: HttpRequest | None = None) -> Device:
    """Give a phone a new identity and password, which the page that sets it up shows until it is heard.

    Under the old identity nothing of it is taken any more. Raises Denied, UnknownDevice.
    """
    require(actor, Verb.DEVICE_CLAIM)
    with transaction.atomic():
        # The gateway holds this lock while it stores something of the device under its identity.
        if not DeviceState.objects.select_for_update().filter(device=device_id).exists():
            raise UnknownDevice
        device = Device.objects.select_for_update(no_key=True).get(pk=device_id)
        device.identity = new_identity()
        _give_secret(device)
        audit.record(actor, "device.renew", device, {}, request)
    return device


def _give_secret(device: Device) -> None:
    """Mark the identity as a secret, and note the fingerprints of the password that belongs to it."""
    password = phone_password(device.identity)
    device.secret_identity, device.secret_made_at = True, timezone.now()
    device.secret, device.mqtt_password = fingerprint(password), mosquitto_hash(password)
    device.save()
