"""The list of drivers, and one driver's form."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fleet.drivers.actions.save_driver import save_driver
from fleet.drivers.pages.driver_form import DriverForm
from fleet.drivers.selectors import driver_for, drivers_for
from kit.errors import BadInput
from people.access import Verb, may, require
from people.models import User


@login_required
@require_safe
def driver_list(request: HttpRequest) -> HttpResponse:
    """Every driver that the user may see, and what each drives now."""
    context = {
        "drivers": drivers_for(request.user),
        "may_edit": may(request.user, Verb.DRIVER_EDIT),
        "today": timezone.localdate(),
    }
    return render(request, "fleet/drivers.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def driver_edit(request: HttpRequest, driver_id: int | None = None) -> HttpResponse:
    """One driver's form; without an id, a new driver's. What was typed stays when it cannot be saved."""
    actor = cast(User, request.user)
    require(actor, Verb.DRIVER_EDIT)
    driver = driver_for(actor, driver_id) if driver_id is not None else None
    title = str(driver) if driver else ""
    form = DriverForm(request.POST or None, instance=driver)
    if form.is_valid():
        try:
            saved = save_driver(actor, form.details(), driver, request)
        except BadInput as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("%(name)s is saved.") % {"name": saved})
            return redirect("fleet_drivers")
    context = {"form": form, "driver": driver, "title": title}
    return render(request, "fleet/driver.html", context, status=422 if form.errors else 200)
