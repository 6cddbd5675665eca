"""The page of field staff: what is assigned to them, and the two steps that they take."""

from typing import Final, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from frontend.views.steps import take_step
from incidents.errors import ReportNotFound
from incidents.lifecycle import Act, steps_now
from incidents.selectors import case, reports
from incidents.selectors.assignees import assigned_to
from kit.errors import AppError
from people.access import Verb, require
from people.models import User

ACTS: Final = (Act.START, Act.FOLLOW_UP)


@never_cache
@login_required
@require_GET
def tasks(request: HttpRequest) -> HttpResponse:
    """The reports that are assigned to the user, the one due first on top. Raises Denied."""
    require(request.user, Verb.FIELD_VIEW)
    return render(request, "frontend/field/tasks.html", {"reports": assigned_to(cast(User, request.user))[:100]})


@never_cache
@login_required
@require_GET
def task(request: HttpRequest, code: str) -> HttpResponse:
    """One assigned report, without its reporter. Raises Denied, ReportNotFound."""
    return _task_page(request, code)


@login_required
@require_POST
def step(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """Start the work, or say with photos what was done. A step that fails shows the task with the reason."""
    require(request.user, Verb.FIELD_VIEW)
    user = cast(User, request.user)
    if act not in ACTS:
        raise ReportNotFound
    reports.get(user, code)
    try:
        take_step(Act(act), code, user, request)
    except AppError as error:
        return _task_page(request, code, error)
    messages.success(request, _("%(step)s: done.") % {"step": Act(act).label})
    return redirect("field_task", code=code)


def _task_page(request: HttpRequest, code: str, error: AppError | None = None) -> HttpResponse:
    require(request.user, Verb.FIELD_VIEW)
    user = cast(User, request.user)
    report = reports.get(user, code)
    context = {
        "report": report,
        "photos": case.own_photos(report),
        "follow_ups": case.follow_ups(report),
        "steps": [rule.act for rule in steps_now(user, report) if rule.act in ACTS],
        "error": error,
        "typed": request.POST,
    }
    return render(request, "frontend/field/task.html", context, status=error.status if error else 200)
