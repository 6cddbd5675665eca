"""Frames that became no position, and claiming their devices."""

from typing import cast

from asgiref.sync import async_to_sync
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from fleet.devices.actions.claim_device import claim_device, dismiss_frames
from fleet.devices.quarantine_replay import replay_quarantine
from fleet.devices.selectors import unknown_devices, waits_to_be_stored
from fleet.errors import BadIdentity
from fleet.models import Device, Quarantine, Vehicle, VehicleKind
from fleet.vehicles.actions.create_vehicle import NewVehicle, create_vehicle
from fleet.vehicles.params import id_of
from fleet.vehicles.selectors import vehicle_for, vehicles_for
from kit.conninfo import conninfo
from kit.errors import AppError, BadInput
from kit.http.post_only import posted
from people.access import Verb, may, require
from people.models import Agency, User


@login_required
@require_safe
def quarantine(request: HttpRequest) -> HttpResponse:
    """What waits, by identity; each unknown device with a form that says whose it is."""
    context = {
        "devices": unknown_devices(request.user),
        "vehicles": vehicles_for(request.user).prefetch_related("devices"),
        "may_claim": may(request.user, Verb.DEVICE_CLAIM),
        "may_create": may(request.user, Verb.VEHICLE_EDIT),
        "kinds": VehicleKind.choices,
        "agencies": Agency.objects.filter(active=True),
    }
    return render(request, "fleet/quarantine.html", context)


@login_required
@posted("fleet_quarantine")
def claim(request: HttpRequest) -> HttpResponseRedirect:
    """Register the device in a vehicle that is chosen or made here, and store what it has sent so far."""
    require(request.user, Verb.DEVICE_CLAIM)
    user, identity = cast(User, request.user), request.POST.get("identity", "")
    try:
        with transaction.atomic():
            device = claim_device(user, identity, _chosen_vehicle(request, user))
    except AppError as error:
        if error.status == 403:
            raise
        messages.error(request, str(error))
        return redirect("fleet_quarantine")
    stored = async_to_sync(replay_quarantine)(conninfo(), device.identity, briefly=True)
    text = ngettext("%(device)s: %(count)d position stored.", "%(device)s: %(count)d positions stored.", stored)
    messages.success(request, text % {"device": device.identity, "count": stored})
    if waits_to_be_stored(device.identity):
        messages.info(
            request, _("It sent more than that before; the rest is being stored and follows in some minutes.")
        )
    _warn_of_others(request, device)
    return redirect("fleet_quarantine")


@login_required
@posted("fleet_quarantine")
def dismiss(request: HttpRequest) -> HttpResponseRedirect:
    """Take the frames of an identity off the list."""
    require(request.user, Verb.DEVICE_CLAIM)
    try:
        count = dismiss_frames(cast(User, request.user), _dismissed_identity(request))
    except BadIdentity as error:
        messages.error(request, str(error))
        return redirect("fleet_quarantine")
    messages.success(
        request, ngettext("%(count)d frame set aside.", "%(count)d frames set aside.", count) % {"count": count}
    )
    return redirect("fleet_quarantine")


def _dismissed_identity(request: HttpRequest) -> str:
    """As the form says it, or by a frame: the identity of a registered phone is a secret."""
    require(request.user, Verb.DEVICE_CLAIM)
    frame = id_of(request.POST.get("frame", ""))
    if frame is None:
        return request.POST.get("identity", "")
    return Quarantine.objects.filter(pk=frame).values_list("identity", flat=True).first() or "-"


def _warn_of_others(request: HttpRequest, device: Device) -> None:
    """A vehicle may well carry two devices, but more often the choice was a slip."""
    others = ", ".join(str(other) for other in Device.objects.filter(vehicle=device.vehicle_id).exclude(pk=device.pk))
    if others:
        text = _("%(vehicle)s carries another device, too: %(devices)s. If that is wrong, move one of them.")
        messages.warning(request, text % {"vehicle": device.vehicle, "devices": others})


def _chosen_vehicle(request: HttpRequest, user: User) -> Vehicle:
    chosen, name = id_of(request.POST.get("vehicle", "")), request.POST.get("name", "").strip()
    if chosen is not None:
        return vehicle_for(user, chosen)
    if not name:
        raise BadInput(_("Choose a vehicle, or give a new one a name."))
    agency = id_of(request.POST.get("agency", ""))
    new = NewVehicle(
        name=name,
        plate=request.POST.get("plate", ""),
        kind=request.POST.get("kind", VehicleKind.CAR.value),
        agency=Agency.objects.filter(pk=agency).first() if agency is not None else None,
    )
    return create_vehicle(user, new)
