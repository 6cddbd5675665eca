"""The list of vehicles, on screen and as CSV."""

from typing import Any, Final, cast
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fleet.devices.selectors import count_unknown_senders
from fleet.models import Vehicle
from fleet.vehicles.freshness import Condition
from fleet.vehicles.pages.export import as_csv
from fleet.vehicles.params import ListQuery
from fleet.vehicles.selectors import in_order
from fleet.vehicles.vehicle_list import VehicleList, list_vehicles
from kit.http.parameters import read
from people import audit
from people.access import Verb, may, require, which
from people.models import Agency, User

PER_PAGE: Final = 100
MOST_SENDERS: Final = 99


@login_required
@require_safe
def vehicle_list(request: HttpRequest) -> HttpResponseBase:
    """Every vehicle that the user may see, with the age of its position; ``?format=csv`` gives them as a file."""
    require(request.user, Verb.VEHICLE_VIEW)
    query, now = read(request, ListQuery), timezone.now()
    called = list_vehicles(request.user, query.wanted(), now)
    if query.format == "csv":
        audit.record(cast(User, request.user), "fleet.export", detail={"vehicles": len(called.ids)}, request=request)
        return as_csv(called, now)
    page = Paginator(called.ids, PER_PAGE).get_page(query.page)
    context = {
        "query": query,
        "page": page,
        "rows": [(row, called.seen[row.vehicle.pk]) for row in in_order(list(page.object_list))],
        "now": now,
        "tabs": _tabs(request, query, called),
        "agencies": _agencies(request),
        "may_edit": may(request.user, Verb.VEHICLE_EDIT),
        **_unknown_senders(request),
        "narrowed": bool(query.q or query.agency is not None or query.state),
        "csv": urlencode({**request.GET.dict(), "format": "csv"}),
    }
    return render(request, "fleet/vehicles.html", context)


def _unknown_senders(request: HttpRequest) -> dict[str, Any]:
    """Their number, for those who may claim them; not for the renewal of the list alone, which does not show it."""
    if "HX-Request" in request.headers or not may(request.user, Verb.QUARANTINE_VIEW):
        return {"unknown_senders": 0}
    count = count_unknown_senders(request.user, limit=MOST_SENDERS + 1)
    return {"unknown_senders": min(count, MOST_SENDERS), "more_senders": count > MOST_SENDERS}


def _tabs(request: HttpRequest, query: ListQuery, called: VehicleList) -> list[dict[str, Any]]:
    """One for all, one for each condition with its number, and for those who may put vehicles out of use, these.

    The numbers are of the list without the filter by condition; they are not known while it shows vehicles out of use.
    """
    unused = query.state == "unused"
    total = called.counts.total()
    tabs: list[dict[str, Any]] = [{"value": None, "count": None if unused else total, "here": query.state is None}]
    for condition in Condition:
        count = None if unused else called.counts[condition]
        if condition is not Condition.SOS or count or query.state is condition:
            tabs.append({"value": condition.value, "count": count, "here": query.state is condition})
    if may(request.user, Verb.VEHICLE_EDIT):
        tabs.append({"value": "unused", "count": total if unused else None, "here": unused})
    return tabs


def _agencies(request: HttpRequest) -> list[Agency]:
    """Those with a vehicle that the user may see; none for somebody who sees a single agency's."""
    seen = which(request.user, Verb.VEHICLE_VIEW, Vehicle.objects.all()).order_by().values("agency")
    found = list(Agency.objects.filter(pk__in=seen))
    return found if len(found) > 1 or getattr(request.user, "agency_id", None) is None else []
