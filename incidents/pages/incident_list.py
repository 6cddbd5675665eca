"""The list of incidents."""

from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from incidents.models import State
from incidents.pages.params import ListQuery
from incidents.selectors.incidents import list_incidents, state_counts
from kit.http.parameters import read
from people.access import Verb, may, require

PER_PAGE: Final = 50


@never_cache
@login_required
@require_safe
def incident_list(request: HttpRequest) -> HttpResponse:
    """Every incident that the user may see, those that are not closed first. Raises Denied, BadParameter."""
    require(request.user, Verb.INCIDENT_VIEW)
    query = read(request, ListQuery)
    counts = state_counts(request.user, query.wanted())
    page = Paginator(list_incidents(request.user, query.wanted()), PER_PAGE).get_page(query.page)
    tabs: list[dict[str, Any]] = [{"state": None, "count": sum(counts.values()), "here": query.state is None}]
    tabs += [{"state": state, "count": counts[state], "here": query.state == state} for state in State]
    context = {
        "query": query,
        "page": page,
        "tabs": tabs,
        "narrowed": bool(query.q or query.state),
        "may_manage": may(request.user, Verb.INCIDENT_MANAGE),
    }
    return render(request, "incidents/incidents.html", context)
