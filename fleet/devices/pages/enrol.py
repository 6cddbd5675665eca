"""Adding a phone to a vehicle: its identity, codes that set its app up, and waiting for its first position."""

from typing import cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from fleet.devices.actions.edit_device import edit_device
from fleet.devices.actions.enrol_phone import enrol_phone, renew_phone
from fleet.devices.phone_setup import gateway_of, phone_password, qr_svg, setups
from fleet.devices.selectors import device_for
from fleet.models import Device
from fleet.vehicles.selectors import vehicle_for
from kit.errors import BadInput
from people.access import Verb, require
from people.models import User


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest, vehicle_id: int) -> HttpResponse:
    """Asks for a label and the app; a POST registers the phone and leads to the page that sets it up."""
    user = cast(User, request.user)
    require(user, Verb.DEVICE_CLAIM)
    vehicle = vehicle_for(user, vehicle_id)
    apps = {one.protocol: one.app for one in setups(gateway_of(request), "")}
    label, error, app = request.POST.get("label", ""), "", request.POST.get("app", "")
    app = app if app in apps else next(iter(apps), "")
    if request.method == "POST":
        try:
            device = enrol_phone(user, vehicle, label, request, protocol=app)
        except BadInput as problem:
            error = str(problem)
        else:
            return redirect("fleet_setup", device_id=device.pk)
    context = {"vehicle": vehicle, "label": label, "error": error, "apps": apps, "app": app}
    return render(request, "fleet/enrol.html", context, status=422 if error else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: HttpRequest, device_id: int) -> HttpResponse:
    """The codes for this device, until it is heard: they hold what it is recognised by.

    A POST changes to another ``app`` or, with ``renew``, makes a new identity, for a phone that was reset or lost. A
    device of no known app is shown the code of each.
    """
    device = device_for(request.user, device_id)
    gateway = gateway_of(request)
    shown = device.shows_secret
    password = phone_password(device.identity) if device.secret else ""
    offered = setups(gateway, device.identity if shown else "", password if shown else "")
    if request.method == "POST":
        if "renew" in request.POST:
            renew_phone(cast(User, request.user), device.pk, request)
        else:
            _change_app(request, device, {one.protocol for one in offered})
        return redirect("fleet_setup", device_id=device.pk)
    chosen = [one for one in offered if one.protocol == device.protocol] or offered
    context = {
        "device": device,
        "vehicle": device.vehicle,
        "setups": [(one, qr_svg(one.link)) for one in chosen] if shown else [],
        "other_apps": [one for one in offered if one not in chosen] if shown else [],
        "shown": shown,
        "loopback": gateway.host in {"localhost", "127.0.0.1", "::1"},
        "gateway": gateway,
    }
    response = render(request, "fleet/setup.html", context | {"region": settings.PANTAU_REGION_NAME})
    response["Cache-Control"] = "no-store"
    return response


def _change_app(request: HttpRequest, device: Device, offered: set[str]) -> None:
    app = request.POST.get("app", "")
    if app in offered:
        user, offset = cast(User, request.user), device.clock_offset_s
        edit_device(user, device.pk, label=device.label, protocol=app, clock_offset_s=offset, request=request)


@login_required
@require_safe
def arrival(request: HttpRequest, device_id: int) -> HttpResponse:
    """What has come from the device so far; the page asks again until its first position is there."""
    device = device_for(request.user, device_id)
    response = render(request, "fleet/parts/arrival.html", {"device": device})
    response["Cache-Control"] = "no-store"
    return response
