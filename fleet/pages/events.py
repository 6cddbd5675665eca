"""The page of events: what happened, why it is believed, and where to look."""

from datetime import date
from typing import Annotated, Final

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from pydantic import Field

from fleet import selectors
from fleet.api.query import Query, read
from fleet.event_kinds import EventKind, Severity
from fleet.events_log import Wish, entries, events_for
from fleet.pages.query import EMPTY
from people.access import Verb, require

PER_PAGE: Final = 50


class EventsQuery(Query):
    """``severity``: at least so loud; ``day`` in the region's zone."""

    vehicle: Annotated[int | None, Field(ge=1, lt=2**62), EMPTY] = None
    kind: Annotated[EventKind | None, EMPTY] = None
    severity: Annotated[int, Field(ge=0, le=2)] = 0
    day: Annotated[date | None, Field(ge=date(2000, 1, 1), le=date(2200, 1, 1)), EMPTY] = None
    page: Annotated[int, Field(ge=1, lt=2**31)] = 1


@login_required
@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    """Events of the vehicles that the user may see. Raises UnknownVehicle for a filter by one that is not theirs."""
    require(request.user, Verb.VEHICLE_VIEW)
    query = read(request, EventsQuery)
    vehicle = selectors.vehicle_for(request.user, query.vehicle) if query.vehicle is not None else None
    wish = Wish(query.vehicle, query.kind, query.severity, query.day)
    page = Paginator(events_for(request.user, wish), PER_PAGE).get_page(query.page)
    context = {
        "query": query,
        "vehicle": vehicle,
        "vehicles": selectors.vehicles_for(request.user),
        "page": page,
        "entries": entries(list(page.object_list)),
        "kinds": EventKind.choices,
        "severities": Severity.choices,
        "narrowed": wish != Wish(),
    }
    return render(request, "fleet/events.html", context)
