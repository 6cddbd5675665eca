"""Putting devices into a vehicle and taking them out."""

from typing import cast

from asgiref.sync import async_to_sync
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from fleet.devices.actions.move_device import move_device
from fleet.devices.actions.register_device import register_device
from fleet.devices.quarantine_replay import replay_quarantine
from fleet.errors import BadIdentity, IdentityTaken
from fleet.models import Vehicle
from fleet.vehicles.forms import DeviceForm
from fleet.vehicles.pages.vehicle import render_vehicle
from fleet.vehicles.params import id_of
from fleet.vehicles.selectors import vehicle_for
from kit.conninfo import conninfo
from kit.errors import AppError, BadInput
from kit.http.post_only import posted
from people.access import Verb, require
from people.models import User


@login_required
@posted("fleet_vehicle", "vehicle_id")
def attach(request: HttpRequest, vehicle_id: int) -> HttpResponse:
    """Put a free device (``device``) into the vehicle."""
    vehicle = _vehicle(request, vehicle_id)
    chosen = id_of(request.POST.get("device", ""))
    try:
        if chosen is None:
            raise BadInput(_("Choose a device."))
        device = move_device(cast(User, request.user), chosen, seen_in=None, to=vehicle)
    except AppError as error:
        return _refused(request, vehicle, error)
    messages.success(request, _("%(device)s is in %(vehicle)s now.") % {"device": device, "vehicle": vehicle})
    return redirect("fleet_vehicle", vehicle_id=vehicle.pk)


@login_required
@posted("fleet_vehicle", "vehicle_id")
def move(request: HttpRequest, vehicle_id: int, device_id: int) -> HttpResponse:
    """Move a device of the vehicle to another one (``vehicle``), or take it out (``out``)."""
    vehicle = _vehicle(request, vehicle_id)
    user = cast(User, request.user)
    try:
        target = None if "out" in request.POST else _target(request)
        device = move_device(user, device_id, seen_in=vehicle, to=target)
    except AppError as error:
        return _refused(request, vehicle, error)
    if target is None:
        messages.success(request, _("%(device)s is in no vehicle now.") % {"device": device})
    else:
        messages.success(request, _("%(device)s is in %(vehicle)s now.") % {"device": device, "vehicle": target})
    return redirect("fleet_vehicle", vehicle_id=vehicle.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, vehicle_id: int) -> HttpResponse:
    """Register a device by its identity in the vehicle; what it has sent before is stored now.

    Reading the address leads to the vehicle: a refused form stays on it, and the page may be loaded again.
    """
    vehicle = _vehicle(request, vehicle_id)
    if request.method != "POST":
        return redirect("fleet_vehicle", vehicle_id=vehicle.pk)
    form = DeviceForm(request.POST)
    if not form.is_valid():
        return render_vehicle(request, vehicle, form)
    data = form.cleaned_data
    try:
        device = register_device(
            cast(User, request.user), data["identity"], vehicle, protocol=data["protocol"], label=data["label"]
        )
    except (BadIdentity, IdentityTaken) as error:
        form.add_error("identity", str(error))
        return render_vehicle(request, vehicle, form)
    stored = async_to_sync(replay_quarantine)(conninfo(), device.identity, briefly=True)
    text = _("%(device)s is in %(vehicle)s now.") % {"device": device, "vehicle": vehicle}
    if stored:
        more = ngettext("%(count)d waiting position was stored.", "%(count)d waiting positions were stored.", stored)
        text = f"{text} {more % {'count': stored}}"
    messages.success(request, text)
    return redirect("fleet_vehicle", vehicle_id=vehicle.pk)


def _vehicle(request: HttpRequest, vehicle_id: int) -> Vehicle:
    require(request.user, Verb.DEVICE_CLAIM)
    return vehicle_for(request.user, vehicle_id)


def _target(request: HttpRequest) -> Vehicle:
    chosen = id_of(request.POST.get("vehicle", ""))
    if chosen is None:
        raise BadInput(_("Choose the vehicle that the device goes to."))
    return vehicle_for(request.user, chosen)


def _refused(request: HttpRequest, vehicle: Vehicle, error: AppError) -> HttpResponse:
    """Back to the vehicle, with what could not be done in words."""
    if error.status == 403:
        raise error
    messages.error(request, str(error))
    return redirect("fleet_vehicle", vehicle_id=vehicle.pk)
