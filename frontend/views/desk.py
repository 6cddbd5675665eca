"""The desk: triage, cases, and the agencies' inbox."""

from typing import Any, Final, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from complaints.actions.submit import submit
from complaints.api.query import read_filters
from complaints.errors import ComplaintNotFound
from complaints.intake.held import held_count, let_go
from complaints.lifecycle import Act
from complaints.models import Category, Channel, Priority
from complaints.selectors import complaints
from complaints.selectors.surge import active_surge
from frontend.forms.complaint import CallForm
from frontend.views.case import case_context
from frontend.views.photos import photos_of
from frontend.views.steps import require_step, take_step
from geo.map_settings import map_settings
from kit.errors import AppError
from people.access import Verb, in_centre, may, require
from people.models import Agency, User

_PANE = frozenset({"complaint", "reporter"})
_FORMER: Final = "report"
"""What shared addresses of before call ``complaint``."""


@never_cache
@login_required
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """The inbox: queues with counts, a list, and the complaint of ``?complaint=CODE``. All of it is in the address.

    Asked by htmx for the list or the case alone, it does no more than that. Raises Denied, BadParameter.
    """
    require(request.user, Verb.DESK_VIEW)
    user = cast(User, request.user)
    target = request.headers.get("HX-Target", "")
    if _FORMER in request.GET:
        return redirect(f"{reverse('desk')}?{_today(request.GET)}")
    code = request.GET.get("complaint", "")
    queue = request.GET.get("queue", "").strip()
    if queue and queue not in {known.key for known in complaints.queues_for(user)}:
        messages.warning(request, _("There is no queue “%(queue)s”; here are all complaints.") % {"queue": queue[:30]})
        return redirect(f"{reverse('desk')}?{_with(request.GET, queue='')}")
    context: dict[str, Any] = {"selected": code, "map_settings": map_settings()}
    if target != "case":
        context |= _inbox(user, request.GET)
    if target == "inbox":
        return render(request, "frontend/desk/parts/inbox.html", context)
    if code:
        context |= case_context(request, complaints.get(user, code))
    context |= {"back": f"?{_without(request.GET, 'complaint', 'reporter')}"}
    return render(request, "frontend/desk/parts/pane.html" if target == "case" else "frontend/desk/desk.html", context)


@never_cache
@login_required
@require_GET
def case(request: HttpRequest, code: str) -> HttpResponse:
    """One complaint on a page of its own, which prints well. Raises ComplaintNotFound."""
    require(request.user, Verb.DESK_VIEW)
    found = complaints.get(cast(User, request.user), code)
    context = case_context(request, found) | {"map_settings": map_settings(), "own_page": True}
    return render(request, "frontend/desk/case.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """Take a step. When it fails, the case comes again with the reason and all that was typed.

    A GET comes from the login form, when the session had ended before the step was sent: it leads to the case.
    """
    if request.method == "GET":
        return redirect("case", code=code)
    user = cast(User, request.user)
    if act not in Act.values:
        raise ComplaintNotFound
    require_step(Act(act), code, user)
    try:
        take_step(Act(act), code, user, request)
    except AppError as error:
        return _again(request, user, code, act, error)
    messages.success(request, _("%(step)s: done.") % {"step": Act(act).label})
    return HttpResponseRedirect(_back(request, code))


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write down what a caller reports."""
    require(request.user, Verb.COMPLAINT_RECORD)
    form = CallForm(request.POST if request.method == "POST" else None)
    photo_error = ""
    if request.method == "POST":
        valid = form.is_valid()
        photos, photo_error = photos_of(request, form)
        if valid and not photo_error:
            channel = Channel(form.cleaned_data["channel"])
            receipt = submit(form.submission, channel, photos=photos, recorded_by=cast(User, request.user))
            if form.token:
                let_go(form.token)
            code = receipt.complaint.tracking_code
            messages.success(request, _("Recorded. Tell the caller the tracking code: %(code)s") % {"code": code})
            return redirect("slip", code=code)
    kept = held_count(form.token) if form.token else 0
    context = {"form": form, "photo_error": photo_error, "kept_photos": kept, "map_settings": map_settings()}
    wrong = form.is_bound and (form.errors or photo_error)
    return render(request, "frontend/desk/new.html", context, status=422 if wrong else 200)


def _inbox(user: User, query: QueryDict) -> dict[str, Any]:
    filters = read_filters(query, user, also=_PANE)
    counts = complaints.queue_counts(user, filters)
    queues = [
        {
            "label": queue.label,
            "count": counts[queue.key],
            "active": queue.key == filters.queue,
            "address": f"?{_with(query, queue=queue.key)}",
            "alarm": queue.key == "overdue" and counts[queue.key] > 0,
        }
        for queue in complaints.queues_for(user)
    ]
    page = complaints.page(user, filters, size=40)
    return {
        "filters": filters,
        "queues": queues,
        "all_address": f"?{_with(query, queue='')}",
        "page": page,
        "row_query": _without(query, "complaint", "reporter"),
        "next_address": f"?{_with(query, before=str(page.next_before))}" if page.next_before else "",
        "first_address": f"?{_without(query, 'before')}" if filters.before else "",
        "categories": Category.objects.all(),
        "agencies": Agency.objects.filter(active=True) if in_centre(user) else [],
        "priorities": Priority.choices,
        "narrowed": any((filters.category, filters.agency, filters.priority, filters.text, filters.since)),
        "centre": in_centre(user),
        "surge": active_surge() if in_centre(user) else None,
        "may_switch_surge": may(user, Verb.SURGE_SWITCH),
    }


def _again(request: HttpRequest, user: User, code: str, act: str, error: AppError) -> HttpResponse:
    """The case with the error at its step. Raises what the case itself raises."""
    found = complaints.get(user, code)
    context = case_context(request, found, failed=act, error=error)
    context |= {"map_settings": map_settings(), "own_page": True}
    return render(request, "frontend/desk/case.html", context, status=error.status)


def _back(request: HttpRequest, code: str) -> str:
    """To where the step was taken: the inbox with its filters, or the case's own page."""
    inbox = request.POST.get("inbox")
    if inbox is None:
        return reverse("case", args=[code])
    query = QueryDict(inbox, mutable=True)
    query["complaint"] = code
    return f"{reverse('desk')}?{query.urlencode()}"


def _today(query: QueryDict) -> str:
    """The query of a shared address of before, with today's names."""
    return urlencode([("complaint" if name == _FORMER else name, value) for name, value in query.items()])


def _with(query: QueryDict, **values: str) -> str:
    """The address with some values set, an empty one left out; another queue starts at its first page."""
    kept = {name: value for name, value in query.items() if name not in {"complaint", "reporter", "before"}}
    return urlencode({name: value for name, value in {**kept, **values}.items() if value})


def _without(query: QueryDict, *names: str) -> str:
    return urlencode({key: value for key, value in query.items() if key not in names and value})
