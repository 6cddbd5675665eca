"""Opening an incident."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from complaints.models import Complaint
from complaints.selectors import complaints
from geo.map_settings import map_settings
from incidents.actions.open_incident import open_incident
from incidents.forms import IncidentForm, split_codes
from incidents.pages.params import NewQuery
from incidents.proposal import propose
from incidents.selectors.incidents import incidents_of_complaint
from kit.errors import AppError
from kit.http.parameters import read
from people.access import Verb, require
from people.models import User


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A form, filled in from the complaints of ``?complaint=``, or the incident that it describes.

    Raises Denied, BadParameter, ComplaintNotFound.
    """
    require(request.user, Verb.INCIDENT_MANAGE)
    user = cast(User, request.user)
    if request.method != "POST":
        codes = split_codes(read(request, NewQuery).complaint)
        first = complaints.get(user, codes[0]) if codes else None
        return _page(request, IncidentForm(proposal=propose(first), complaint=" ".join(codes)), first)
    form = IncidentForm(request.POST)
    if form.is_valid():
        try:
            incident = open_incident(user, form.draft(), form.tracking_codes)
        except AppError as error:
            form.add_error(form.field_of(error.field), str(error))
        else:
            messages.success(request, _("Incident %(code)s is open.") % {"code": incident.code})
            return redirect("incident", incident_code=incident.code)
    return _page(request, form, None)


def _page(request: HttpRequest, form: IncidentForm, first: Complaint | None) -> HttpResponse:
    others = incidents_of_complaint(request.user, first) if first is not None else []
    context = {"form": form, "others": others, "map_settings": map_settings()}
    return render(request, "incidents/new.html", context, status=422 if form.errors else 200)
