"""Asking for a report: the form, the own reports, the scheduled ones."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fleet.reports import make, runs, schedules
from fleet.reports.pages.choice import Choice, read_query
from fleet.reports.pages.form import CUSTOM, ReportForm
from people.access import Verb, require
from people.models import User
from reports.choices import ReportFormat
from reports.errors import BadReport

SHOWN_RUNS = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reports(request: HttpRequest) -> HttpResponse:
    """The page; an address with a report's query fills the form with it. A form makes a report, or a schedule."""
    require(request.user, Verb.FLEET_REPORT)
    user = cast(User, request.user)
    if request.method != "POST":
        return _page(request, ReportForm(user, initial=_from_address(request)))
    form = ReportForm(user, request.POST, scheduling="schedule" in request.POST)
    if form.is_valid():
        try:
            return _schedule(request, user, form) if form.scheduling else order(request, form.choice())
        except BadReport as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
    return _page(request, form, status=422)


def order(request: HttpRequest, choice: Choice) -> HttpResponse:
    """A small report leads to itself, a long one to its progress. Raises BadReport."""
    if make.is_small(choice.kind, choice.vehicles, choice.period):
        name = "fleet_report_view" if choice.form is ReportFormat.SCREEN else "fleet_report_file"
        form = None if choice.form is ReportFormat.SCREEN else choice.form
        return redirect(f"{reverse(name)}?{choice.query(form=form)}")
    run = runs.ask_for(cast(User, request.user), choice.kind, choice.form, choice.scope, choice.period)
    return redirect("fleet_report_run", run_id=run.pk)


def _schedule(request: HttpRequest, user: User, form: ReportForm) -> HttpResponse:
    choice = form.choice()
    recipients = list(form.cleaned_data["recipients"])
    schedules.add(user, choice.kind, choice.form, choice.scope, form.when(), recipients)
    messages.success(request, _("The report is scheduled. What it makes appears in the list of its recipients."))
    return redirect(f"{reverse('fleet_reports')}#schedules")


def _from_address(request: HttpRequest) -> dict[str, Any]:
    if not request.GET:
        return {}
    query = read_query(request)
    named = {"agency": query.agency, "group": query.group, "vehicle": query.vehicle}
    return {
        **{key: value for key, value in named.items() if value},
        "kind": query.kind,
        "format": query.format,
        "period": CUSTOM,
        "first": query.first,
        "last": query.last,
    }


def _page(request: HttpRequest, form: ReportForm, status: int = 200) -> HttpResponse:
    user = cast(User, request.user)
    chosen = {str(value) for value in form["vehicle"].value() or []}
    context = {
        "form": form,
        "chosen": chosen,
        "invited": {str(value) for value in form["recipients"].value() or []},
        "runs": runs.runs_of(user)[:SHOWN_RUNS],
        "schedules": schedules.schedules_of(user),
        "times_open": form.scheduling,
    }
    return render(request, "fleet/reports/page.html", context, status=status)
