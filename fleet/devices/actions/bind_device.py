"""Saying over which listeners of the gateway devices may send."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from fleet.devices.listeners import equally_strong, listeners_of, mask_of
from fleet.devices.quarantine_reasons import QuarantineReason
from fleet.errors import UnknownDevice
from fleet.models import Device, DeviceState, Quarantine
from kit.errors import BadInput
from people import audit
from people.access import Verb, require, which
from people.models import User


def bind_device(actor: User, device_id: int, names: Iterable[str], request: HttpRequest | None = None) -> Device:
    """Bind a device to the listeners of these names (``gt06/tcp``), and to no other.

    What it sent over one of them and was refused waits to be stored again. Raises Denied, UnknownDevice, and BadInput
    when no listener is named.
    """
    require(actor, Verb.DEVICE_CLAIM)
    mask = mask_of(names)
    if not mask:
        raise BadInput(_("Choose at least one way by which the device may send."), field="listeners")
    with transaction.atomic():
        device = which(actor, Verb.DEVICE_CLAIM, _locked(Q(pk=device_id))).first()
        if device is None:
            raise UnknownDevice
        _bind(actor, device, mask, request)
    return device


def bind_to_what_is_used(
    actor: User, device_ids: Iterable[int] | None, request: HttpRequest | None = None
) -> tuple[int, int]:
    """Bind devices that are not bound yet (None: all of them) to what they have been heard over.

    Returns how many were bound, and how many were left: never heard yet, or heard over more than one protocol, of which
    a person has to choose. Raises Denied.
    """
    require(actor, Verb.DEVICE_CLAIM)
    chosen = Q(listeners=None) if device_ids is None else Q(listeners=None, pk__in=list(device_ids))
    bound = left = 0
    with transaction.atomic():
        for device in which(actor, Verb.DEVICE_CLAIM, _locked(chosen)):
            mask = used_listeners(device.state)
            if mask:
                _bind(actor, device, mask, request)
                bound += 1
            else:
                left += 1
    return bound, left


def used_listeners(state: DeviceState) -> int:
    """The mask that a device which has been heard over one protocol would be bound to; 0 where that is not clear."""
    groups = {
        equally_strong(1 << place) for place in range(state.heard_over.bit_length()) if state.heard_over >> place & 1
    }
    return groups.pop() if len(groups) == 1 else 0


def _locked(chosen: Q) -> QuerySet[Device]:
    return (
        Device.objects.filter(chosen)
        .select_related("state")
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )


def _bind(actor: User, device: Device, mask: int, request: HttpRequest | None) -> None:
    before = device.listeners
    device.listeners = mask
    heard = listeners_of(mask)
    if device.protocol not in {listener.protocol for listener in heard}:
        device.protocol = heard[0].protocol
    device.save(update_fields=["listeners", "protocol"])
    allowed = Q()
    for listener in heard:
        allowed |= Q(protocol=listener.protocol, transport=listener.transport)
    refused = Quarantine.objects.filter(allowed, identity=device.identity, reason=QuarantineReason.OTHER_LISTENER)
    # Under this reason frames of registered devices are stored again, by the page or by the worker.
    refused.filter(resolved_at=None).update(reason=QuarantineReason.UNKNOWN_DEVICE, detail="")
    audit.record(actor, "device.bind", device, {"listeners": [before, mask]}, request)
