"""Entering a vehicle, changing its entry, and putting it out of use."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fleet.errors import PlateTaken, VehicleChanged
from fleet.models import Vehicle
from fleet.vehicles.actions.create_vehicle import create_vehicle
from fleet.vehicles.actions.edit_vehicle import edit_vehicle
from fleet.vehicles.forms import VehicleForm
from fleet.vehicles.selectors import vehicle_for
from kit.errors import BadInput
from people.access import Verb, require
from people.models import User


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """An empty form, or the vehicle that it describes."""
    require(request.user, Verb.VEHICLE_EDIT)
    form = VehicleForm(request.POST or None)
    if form.is_valid():
        try:
            made = create_vehicle(cast(User, request.user), form.new())
        except (BadInput, PlateTaken) as error:
            form.add_error(_field(form, error), str(error))
        else:
            messages.success(request, _("%(vehicle)s is entered. Now say which device is in it.") % {"vehicle": made})
            return redirect("fleet_vehicle", vehicle_id=made.pk)
    return _page(request, form, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, vehicle_id: int) -> HttpResponse:
    """The vehicle's form; what was typed stays when it cannot be saved."""
    require(request.user, Verb.VEHICLE_EDIT)
    vehicle = vehicle_for(request.user, vehicle_id)
    form = VehicleForm(request.POST or None, vehicle=vehicle)
    if form.is_valid():
        try:
            edit_vehicle(cast(User, request.user), vehicle.pk, form.details(), request)
        except (BadInput, PlateTaken) as error:
            form.add_error(_field(form, error), str(error))
        except VehicleChanged as error:
            form.add_error(None, str(error))
            vehicle.refresh_from_db()
            form.look_again(vehicle)
        else:
            messages.success(request, _("Saved; walls show it."))
            return redirect("fleet_vehicle", vehicle_id=vehicle.pk)
    return _page(request, form, vehicle)


def _field(form: VehicleForm, error: BadInput | PlateTaken) -> str | None:
    if isinstance(error, PlateTaken):
        return "plate"
    return error.field if error.field in form.fields else None


def _page(request: HttpRequest, form: VehicleForm, vehicle: Vehicle | None) -> HttpResponse:
    context = {"form": form, "vehicle": vehicle}
    return render(request, "fleet/edit.html", context, status=422 if form.errors else 200)
