"""The roster: a week of duties, planning one, cancelling one, and taking many over from a spreadsheet."""

from datetime import date, timedelta
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from fleet.drivers.actions.import_roster import import_roster, preview_roster
from fleet.drivers.actions.plan_duty import cancel_duty, plan_duty
from fleet.drivers.pages.roster_form import DutyForm
from fleet.drivers.roster_list import good
from fleet.drivers.selectors import week_of
from fleet.errors import DutyOverlaps, UnknownDriver, UnknownDuty
from fleet.models import RosterEntry
from fleet.vehicles.params import WeekQuery
from kit import undo
from kit.dates import read_day
from kit.errors import AppError, BadInput
from kit.http.parameters import read
from kit.http.pasted_list import pasted_text
from kit.http.post_only import posted
from people.access import Verb, may, require
from people.models import User


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def roster(request: HttpRequest) -> HttpResponse:
    """The week of ``?week=`` (any day of it) or of today; a POST plans a duty. What was typed stays if it cannot."""
    user = cast(User, request.user)
    require(user, Verb.DRIVER_VIEW)
    day = read(request, WeekQuery).week or timezone.localdate()
    monday = day - timedelta(days=day.weekday())
    may_plan = may(user, Verb.DRIVER_EDIT)
    form = DutyForm(user, request.POST or None) if may_plan else None
    if request.method == "POST":
        require(user, Verb.DRIVER_EDIT)
    if form is not None and form.is_valid():
        try:
            planned = plan_duty(user, form.duty(), request)
        except (BadInput, DutyOverlaps, UnknownDriver) as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("Planned: %(driver)s.") % {"driver": planned.driver})
            return _to_week(planned.start.astimezone(timezone.get_current_timezone()).date())
    context = {
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "days": [monday + timedelta(days=number) for number in range(7)],
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
        "today": timezone.localdate(),
        "now": timezone.now(),
        "rows": week_of(user, monday),
        "form": form,
    }
    return render(request, "fleet/roster.html", context, status=422 if form is not None and form.errors else 200)


@login_required
@posted("fleet_roster")
def cancel(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Take a duty out of the roster."""
    try:
        cancelled = cancel_duty(cast(User, request.user), entry_id, request)
    except UnknownDuty as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The duty is cancelled."))
        undo.offer_undo(request, reverse("fleet_roster"), _as_posted(cancelled))
    try:
        week = read_day(request.POST.get("week", ""))
    except BadInput:
        week = None
    return _to_week(week) if week is not None else redirect("fleet_roster")


def _as_posted(entry: RosterEntry) -> dict[str, str]:
    """The duty as the form of the roster takes it."""
    start, end = timezone.localtime(entry.start), timezone.localtime(entry.end)
    times = {"day": f"{start:%Y-%m-%d}", "start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}
    return {"vehicle": str(entry.vehicle_id), "driver": str(entry.driver_id), "text": entry.duty, **times}


def _to_week(day: date) -> HttpResponse:
    response = redirect("fleet_roster")
    response["Location"] += f"?week={day:%Y-%m-%d}"
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def roster_import(request: HttpRequest) -> HttpResponse:
    """Paste or upload, look at what each line would do, then confirm; lines that are wrong stay to be mended."""
    user = cast(User, request.user)
    require(user, Verb.DRIVER_EDIT)
    text, lines, error = "", None, ""
    if request.method == "POST":
        try:
            text = pasted_text(request)
            if "confirm" in request.POST:
                count, left = import_roster(user, text, request)
                done = ngettext("%(count)d duty is planned.", "%(count)d duties are planned.", count)
                messages.success(request, done % {"count": count})
                if not left:
                    return redirect("fleet_roster")
                text, lines = "\n".join(line.text for line in left), left
            else:
                lines = preview_roster(user, text)
        except AppError as problem:
            if problem.status == 403:
                raise
            error = str(problem)
    context = {"text": text, "lines": lines, "error": error, "ready": len(good(lines or []))}
    return render(request, "fleet/roster_import.html", context, status=422 if error else 200)
