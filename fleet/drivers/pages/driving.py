"""Who drives a vehicle: what the desk says on its page, and the sheet with the code that lies in it."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fleet.devices.actions.end_assignment import end_assignment
from fleet.devices.phone_setup import qr_svg
from fleet.drivers.actions.assign_driver import assign_driver
from fleet.drivers.actions.make_drive_code import make_drive_code, revoke_drive_code
from fleet.drivers.selectors import drivers_to_choose
from fleet.models import DriveCode
from fleet.vehicles.pages.error_redirect import back_to_vehicle, to_vehicle
from fleet.vehicles.params import id_of
from fleet.vehicles.selectors import vehicle_for
from kit.errors import AppError, BadInput
from kit.http.post_only import posted
from kit.local_time import local_moment
from people.access import Verb, require
from people.models import User


@login_required
@posted("fleet_vehicle", "vehicle_id")
def assign(request: HttpRequest, vehicle_id: int) -> HttpResponse:
    """Give the vehicle to ``driver`` for ``duty``, since ``since`` (local time) or from now on."""
    user = cast(User, request.user)
    require(user, Verb.DRIVER_ASSIGN)
    vehicle = vehicle_for(user, vehicle_id)
    try:
        chosen = id_of(request.POST.get("driver", ""))
        driver = drivers_to_choose(user).filter(pk=chosen or 0).first()
        if driver is None:
            raise BadInput(_("Choose who drives."))
        since = local_moment(request.POST.get("since", ""))
        assign_driver(user, vehicle, driver, duty=request.POST.get("duty", ""), at=since, request=request)
    except AppError as error:
        return back_to_vehicle(request, vehicle_id, error, "driver")
    messages.success(request, _("%(driver)s drives %(vehicle)s now.") % {"driver": driver, "vehicle": vehicle})
    return to_vehicle(vehicle_id, "driver")


@login_required
@posted("fleet_vehicle", "vehicle_id")
def release(request: HttpRequest, vehicle_id: int, assignment_id: int) -> HttpResponse:
    """End the assignment now."""
    user = cast(User, request.user)
    require(user, Verb.DRIVER_ASSIGN)
    vehicle = vehicle_for(user, vehicle_id)
    try:
        end_assignment(user, vehicle, assignment_id, request)
    except AppError as error:
        return back_to_vehicle(request, vehicle_id, error, "driver")
    messages.success(request, _("Nobody drives %(vehicle)s now.") % {"vehicle": vehicle})
    return to_vehicle(vehicle_id, "driver")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def code_sheet(request: HttpRequest, vehicle_id: int) -> HttpResponse:
    """The sheet to print and lay into the vehicle; a POST makes a new code, or with ``revoke`` takes it away."""
    user = cast(User, request.user)
    require(user, Verb.DRIVER_ASSIGN)
    vehicle = vehicle_for(user, vehicle_id)
    if request.method == "POST":
        if "revoke" in request.POST:
            revoke_drive_code(user, vehicle, request)
            messages.success(request, _("The code of this vehicle works no longer."))
            return to_vehicle(vehicle_id, "driver")
        make_drive_code(user, vehicle, request)
        return redirect("fleet_code", vehicle_id=vehicle_id)
    code = DriveCode.objects.filter(vehicle=vehicle).first()
    link = request.build_absolute_uri(reverse("fleet_take", args=[code.token])) if code is not None else ""
    context = {"vehicle": vehicle, "code": code, "link": link, "qr": qr_svg(link) if link else ""}
    response = render(request, "fleet/code_sheet.html", context)
    response["Cache-Control"] = "no-store"
    return response
