"""The page of field staff: what is assigned to them, and the two steps that they take."""

from typing import Final, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from complaints.errors import ComplaintNotFound
from complaints.lifecycle import Act, steps_now
from complaints.selectors import case, complaints
from complaints.selectors.assignees import assigned_to
from frontend.views.steps import take_step
from kit.errors import AppError
from people.access import Verb, require
from people.models import User

ACTS: Final = (Act.START, Act.FOLLOW_UP)


@never_cache
@login_required
@require_GET
def tasks(request: HttpRequest) -> HttpResponse:
    """The complaints that are assigned to the user, the one due first on top. Raises Denied."""
    require(request.user, Verb.FIELD_VIEW)
    return render(request, "frontend/field/tasks.html", {"complaints": assigned_to(cast(User, request.user))[:100]})


@never_cache
@login_required
@require_GET
def task(request: HttpRequest, code: str) -> HttpResponse:
    """One assigned complaint, without its reporter. Raises Denied, ComplaintNotFound."""
    return _task_page(request, code)


@login_required
@require_POST
def step(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """Start the work, or say with photos what was done. A step that fails shows the task with the reason."""
    require(request.user, Verb.FIELD_VIEW)
    user = cast(User, request.user)
    if act not in ACTS:
        raise ComplaintNotFound
    complaints.get(user, code)
    try:
        take_step(Act(act), code, user, request)
    except AppError as error:
        return _task_page(request, code, error)
    messages.success(request, _("%(step)s: done.") % {"step": Act(act).label})
    return redirect("field_task", code=code)


def _task_page(request: HttpRequest, code: str, error: AppError | None = None) -> HttpResponse:
    require(request.user, Verb.FIELD_VIEW)
    user = cast(User, request.user)
    complaint = complaints.get(user, code)
    context = {
        "complaint": complaint,
        "photos": case.own_photos(complaint),
        "follow_ups": case.follow_ups(complaint),
        "steps": [rule.act for rule in steps_now(user, complaint) if rule.act in ACTS],
        "error": error,
        "typed": request.POST,
    }
    return render(request, "frontend/field/task.html", context, status=error.status if error else 200)
