"""One incident: what it is, its complaints and vehicles, its timeline, and the steps that may be taken now."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from geo.map_settings import map_settings
from incidents.errors import IncidentNotFound
from incidents.lifecycle import Act, steps_now
from incidents.models import Incident
from incidents.pages.markers import markers
from incidents.pages.take_step import take_step
from incidents.selectors.incident import candidates, complaints_of, timeline, units_of
from incidents.selectors.incidents import get
from kit.errors import AppError
from people.access import Verb, require
from people.models import User

_IN_ROWS = frozenset({Act.RELEASE_VEHICLE, Act.UNLINK_COMPLAINT})
"""Steps that stand as a button in the row of their vehicle or complaint, not as a form of their own."""


@never_cache
@login_required
@require_safe
def incident(request: HttpRequest, incident_code: str) -> HttpResponse:
    """The incident's page. Raises Denied, IncidentNotFound."""
    require(request.user, Verb.INCIDENT_VIEW)
    found = get(request.user, incident_code)
    return render(request, "incidents/incident.html", _context(request, found))


@login_required
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, incident_code: str, act: str) -> HttpResponse:
    """Take a step. When it fails, the page comes again with the reason and all that was typed.

    A GET comes from the login form, when the session had ended before the step was sent: it leads to the incident.
    """
    require(request.user, Verb.INCIDENT_MANAGE)
    if request.method == "GET":
        return redirect("incident", incident_code=incident_code)
    if act not in Act.values:
        raise IncidentNotFound
    found = get(request.user, incident_code)
    try:
        take_step(Act(act), incident_code, cast(User, request.user), request.POST)
    except AppError as error:
        found.refresh_from_db()
        context = _context(request, found, failed=act, error=error)
        return render(request, "incidents/incident.html", context, status=error.status)
    messages.success(request, _("%(step)s: done.") % {"step": Act(act).label})
    return redirect("incident", incident_code=incident_code)


def _context(
    request: HttpRequest, found: Incident, *, failed: str = "", error: AppError | None = None
) -> dict[str, Any]:
    user = cast(User, request.user)
    allowed = [rule.act for rule in steps_now(user, found)]
    linked = complaints_of(user, found)
    context: dict[str, Any] = {
        "incident": found,
        "now": timezone.now(),
        "steps": [act for act in allowed if act not in _IN_ROWS],
        "may_release": Act.RELEASE_VEHICLE in allowed,
        "may_unlink": Act.UNLINK_COMPLAINT in allowed,
        "failed": failed,
        "error": error,
        "typed": request.POST if failed else {},
        "linked": linked,
        "units": units_of(user, found),
        "timeline": timeline(user, found),
        "markers": markers(found, [link.complaint for link in linked.links]),
        "map_settings": map_settings(),
    }
    if Act.ASSIGN_VEHICLE in allowed:
        context["candidates"], context["candidate_count"] = candidates(user, found)
    return context
