"""The page behind the code in a vehicle: "I drive this now", "I am done"."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fleet.drivers import assignment
from fleet.drivers.actions.take_vehicle import leave_vehicle, take_vehicle, vehicle_of_code
from fleet.models import DriverAssignment
from kit.errors import AppError
from people.models import User


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, token: str) -> HttpResponse:
    """Asks before anything changes; a POST takes the vehicle over, or with ``done`` leaves it."""
    user = cast(User, request.user)
    vehicle = vehicle_of_code(user, token)
    if request.method == "POST":
        try:
            if "done" in request.POST:
                leave_vehicle(user, token, request)
                messages.success(request, _("You have left %(vehicle)s. Thank you.") % {"vehicle": vehicle})
            else:
                take_vehicle(user, token, request)
                messages.success(request, _("You drive %(vehicle)s now. Drive safely.") % {"vehicle": vehicle})
        except AppError as error:
            messages.error(request, str(error))
        return redirect("fleet_take", token=token)
    own = DriverAssignment.objects.filter(driver__user=user, valid_to=None).select_related("vehicle").first()
    context = {"vehicle": vehicle, "now": assignment.driver_of(vehicle), "own": own}
    response = render(request, "fleet/take.html", context)
    response["Cache-Control"] = "no-store"
    return response
