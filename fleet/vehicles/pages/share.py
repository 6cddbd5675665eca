"""Making and revoking links to one vehicle."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from fleet.devices.phone_setup import qr_svg
from fleet.vehicles.actions.share_vehicle import revoke_link, share_vehicle
from fleet.vehicles.pages.error_redirect import back_to_vehicle, to_vehicle
from fleet.vehicles.params import id_of
from fleet.vehicles.selectors import vehicle_for
from kit.errors import AppError
from kit.http.post_only import posted
from people.access import Verb, require
from people.models import User


@login_required
@posted("fleet_vehicle", "vehicle_id")
def share(request: HttpRequest, vehicle_id: int) -> HttpResponse:
    """Make a link and show it, this once: only its hash is kept."""
    user = cast(User, request.user)
    require(user, Verb.VEHICLE_SHARE)
    vehicle = vehicle_for(user, vehicle_id)
    try:
        made = share_vehicle(
            user,
            vehicle,
            id_of(request.POST.get("hours", "")) or 0,
            show_plate="show_plate" in request.POST,
            note=request.POST.get("note", ""),
            request=request,
        )
    except AppError as error:
        return back_to_vehicle(request, vehicle_id, error, "share")
    link = request.build_absolute_uri(reverse("shared_vehicle", args=[made.token]))
    context = {"vehicle": vehicle, "share": made.link, "link": link, "qr": qr_svg(link)}
    response = render(request, "fleet/share_made.html", context)
    response["Cache-Control"] = "no-store"
    return response


@login_required
@posted("fleet_vehicle", "vehicle_id")
def revoke(request: HttpRequest, vehicle_id: int, link_id: int) -> HttpResponse:
    """The link shows nothing from now on."""
    user = cast(User, request.user)
    require(user, Verb.VEHICLE_SHARE)
    vehicle = vehicle_for(user, vehicle_id)
    try:
        revoke_link(user, vehicle, link_id, request)
    except AppError as error:
        return back_to_vehicle(request, vehicle_id, error, "share")
    messages.success(request, _("The link shows nothing any more."))
    return to_vehicle(vehicle_id, "share")
