"""The reports that the worker makes: their progress, their files."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fleet.models import ReportRun
from fleet.reports import make, runs, schedules
from fleet.reports.kinds import ReportKind
from fleet.reports.pages.choice import query_of
from fleet.reports.pages.view import show
from kit.http.post_only import posted
from people import audit
from people.access import Verb, require
from people.models import User
from reports import storage
from reports.choices import ReportFormat, RunState
from reports.render import TYPES, json_file


@login_required
@require_safe
def run_page(request: HttpRequest, run_id: int) -> HttpResponse:
    """How far it is; when it is ready, the table or the file."""
    run = _run(request, run_id)
    if run.state == RunState.DONE and run.format == ReportFormat.SCREEN:
        with storage.open_file(runs.with_file(cast(User, request.user), run_id).file) as content:
            table, heading = json_file.read(content.read())
        scope, period = runs.scope_of(run), runs.period_of(run)
        return show(request, table, heading, kind=ReportKind(run.kind), scope=scope, period=period, run=run)
    query = query_of(ReportKind(run.kind), runs.scope_of(run), runs.period_of(run), ReportFormat(run.format))
    return render(request, "fleet/reports/run.html", {"run": run, "period": runs.period_of(run), "query": query})


@login_required
@require_safe
def state(request: HttpRequest, run_id: int) -> JsonResponse:
    """``{"state", "progress", "words"}``, for the page that follows it."""
    return JsonResponse(_state(_run(request, run_id)))


@login_required
@require_safe
def file(request: HttpRequest, run_id: int) -> HttpResponseBase:
    """The finished file."""
    require(request.user, Verb.FLEET_REPORT)
    user = cast(User, request.user)
    run = runs.with_file(user, run_id)
    audit.record(user, "fleet.report_fetched", run, {"report": run.kind, "format": run.format}, request)
    name = make.file_name(ReportKind(run.kind), runs.period_of(run), ReportFormat(run.format))
    kind = TYPES[ReportFormat(run.format)]
    return FileResponse(storage.open_file(run.file), as_attachment=True, filename=name, content_type=kind)


@login_required
@posted("fleet_reports")
def cancel(request: HttpRequest, run_id: int) -> HttpResponse:
    """Stop it."""
    require(request.user, Verb.FLEET_REPORT)
    run = runs.cancel(cast(User, request.user), run_id)
    if run.state == RunState.CANCELLED:
        messages.success(request, _("The report is cancelled."))
    return redirect("fleet_report_run", run_id=run.pk)


@login_required
@posted("fleet_reports")
def remove(request: HttpRequest, run_id: int) -> HttpResponse:
    """Delete it with its file."""
    require(request.user, Verb.FLEET_REPORT)
    runs.remove(cast(User, request.user), run_id)
    messages.success(request, _("The report is removed."))
    return redirect("fleet_reports")


@login_required
@posted("fleet_reports")
def remove_schedule(request: HttpRequest, schedule_id: int) -> HttpResponse:
    """Delete an own schedule, or take oneself off somebody else's."""
    require(request.user, Verb.FLEET_REPORT)
    own = schedules.remove(cast(User, request.user), schedule_id)
    messages.success(request, _("The schedule is removed.") if own else _("You do not get this report any more."))
    return redirect("fleet_reports")


def _run(request: HttpRequest, run_id: int) -> ReportRun:
    require(request.user, Verb.FLEET_REPORT)
    return runs.run_of(cast(User, request.user), run_id)


def _state(run: ReportRun) -> dict[str, Any]:
    return {"state": run.state, "progress": run.progress, "words": run.error or str(run.get_state_display())}
