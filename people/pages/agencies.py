"""The pages on which an administrator keeps the agencies."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kit.errors import BadInput
from people import selectors
from people.access import Verb, require
from people.actions.save_agency import save_agency
from people.models import Agency, User
from people.pages.agency_form import AgencyForm


@login_required
@require_safe
def agency_list(request: HttpRequest) -> HttpResponse:
    """All agencies, the switched-off ones last."""
    found = selectors.agencies(cast(User, request.user))
    return render(request, "people/agencies.html", {"agencies": found})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agency_edit(request: HttpRequest, agency_id: int | None = None) -> HttpResponse:
    """One agency's form; without an id, a new agency's."""
    actor = cast(User, request.user)
    require(actor, Verb.AGENCY_EDIT)
    agency = get_object_or_404(Agency, pk=agency_id) if agency_id else None
    title = str(agency) if agency else ""
    form = AgencyForm(request.POST or None, instance=agency)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                saved = save_agency(actor, form.details(), agency, request)
            except BadInput as error:
                form.add_error(error.field if error.field in form.fields else None, str(error))
            else:
                messages.success(request, _("%(name)s is saved.") % {"name": saved})
                return redirect("people_agencies")
    context = {"form": form, "edited": agency, "title": title}
    return render(request, "people/agency.html", context, status=status)
