"""The papers of a vehicle, kept on its page."""

from datetime import date
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from fleet.vehicles.actions.save_paper import remove_paper, save_paper
from fleet.vehicles.pages.error_redirect import back_to_vehicle, to_vehicle
from fleet.vehicles.selectors import vehicle_for
from kit import undo
from kit.dates import read_day
from kit.errors import AppError, BadInput
from kit.http.post_only import posted
from people.access import Verb, require
from people.models import User


@login_required
@posted("fleet_vehicle", "vehicle_id")
def save(request: HttpRequest, vehicle_id: int) -> HttpResponse:
    """Add or renew the paper of ``kind``."""
    user = cast(User, request.user)
    require(user, Verb.VEHICLE_EDIT)
    vehicle = vehicle_for(user, vehicle_id)
    try:
        expires_on = _date(request.POST.get("expires_on", ""))
        number = request.POST.get("number", "")
        paper = save_paper(user, vehicle, request.POST.get("kind", ""), expires_on, number=number, request=request)
    except AppError as error:
        return back_to_vehicle(request, vehicle_id, error, "papers")
    messages.success(request, _("%(paper)s is saved.") % {"paper": paper.get_kind_display()})
    return to_vehicle(vehicle_id, "papers")


def _date(text: str) -> date:
    day = read_day(text, field="expires_on")
    if day is None:
        raise BadInput(_("Say until when the paper is valid."), field="expires_on")
    return day


@login_required
@posted("fleet_vehicle", "vehicle_id")
def remove(request: HttpRequest, vehicle_id: int, paper_id: int) -> HttpResponse:
    """Take a paper off the vehicle."""
    user = cast(User, request.user)
    require(user, Verb.VEHICLE_EDIT)
    vehicle = vehicle_for(user, vehicle_id)
    removed = remove_paper(user, vehicle, paper_id, request)
    if removed is not None:
        fields = {"kind": removed.kind, "number": removed.number, "expires_on": removed.expires_on.isoformat()}
        undo.offer_undo(request, reverse("fleet_paper", args=[vehicle_id]), fields)
    messages.success(request, _("The paper is removed."))
    return to_vehicle(vehicle_id, "papers")
