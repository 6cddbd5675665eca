"""The page of events: what happened, why it is believed, and where to look."""

from datetime import date
from typing import Annotated, Final, Literal, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from pydantic import Field

from fleet.events.actions.acknowledge_event import acknowledge_events
from fleet.events.kinds import EventKind
from fleet.events.log import Wish, entries, events_for
from fleet.models import VehicleEvent
from fleet.vehicles.params import EMPTY, id_of
from fleet.vehicles.selectors import vehicle_for, vehicles_for
from kit.errors import BadInput
from kit.http.parameters import Query, read
from kit.http.post_only import posted
from kit.severity import Severity
from people.access import Verb, may, require
from people.models import User

PER_PAGE: Final = 50


class EventsQuery(Query):
    """``severity``: at least so loud; ``day`` in the region's zone; ``handled``: alarms that wait, or acknowledged."""

    vehicle: Annotated[int | None, Field(ge=1, lt=2**62), EMPTY] = None
    kind: Annotated[EventKind | None, EMPTY] = None
    severity: Annotated[int, Field(ge=0, le=2)] = 0
    day: Annotated[date | None, Field(ge=date(2000, 1, 1), le=date(2200, 1, 1)), EMPTY] = None
    handled: Annotated[Literal["open", "done"] | None, EMPTY] = None
    page: Annotated[int, Field(ge=1, lt=2**31)] = 1


@login_required
@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    """Events of the vehicles that the user may see. Raises UnknownVehicle for a filter by one that is not theirs."""
    require(request.user, Verb.VEHICLE_VIEW)
    query = read(request, EventsQuery)
    vehicle = vehicle_for(request.user, query.vehicle) if query.vehicle is not None else None
    handled = None if query.handled is None else query.handled == "done"
    wish = Wish(query.vehicle, query.kind, query.severity, query.day, handled)
    page = Paginator(events_for(request.user, wish), PER_PAGE).get_page(query.page)
    shown = entries(list(page.object_list))
    may_acknowledge = may(request.user, Verb.EVENT_ACKNOWLEDGE)
    context = {
        "query": query,
        "may_acknowledge": may_acknowledge and any(_is_open(entry.event) for entry in shown),
        "vehicle": vehicle,
        "vehicles": vehicles_for(request.user),
        "page": page,
        "entries": [(entry, _is_open(entry.event)) for entry in shown],
        "kinds": EventKind.choices,
        "severities": Severity.choices,
        "narrowed": wish != Wish(),
    }
    return render(request, "fleet/events.html", context)


def _is_open(event: VehicleEvent) -> bool:
    """Whether it is an alarm that nobody has acknowledged."""
    return event.live and event.severity >= Severity.WARNING and event.acknowledged_at is None


@login_required
@posted("fleet_events")
def acknowledge_selected(request: HttpRequest) -> HttpResponse:
    """Acknowledge the alarms ``event`` (each an id, at most those of one page) with one note."""
    user = cast(User, request.user)
    require(user, Verb.EVENT_ACKNOWLEDGE)
    ids = [number for text in request.POST.getlist("event")[:PER_PAGE] if (number := id_of(text)) is not None]
    if not ids:
        messages.error(request, _("Select the alarms first."))
        return _back(request)
    try:
        count = acknowledge_events(user, ids, note=request.POST.get("note", ""), request=request)
    except BadInput as error:
        messages.error(request, str(error))
        return _back(request)
    done = ngettext("%(count)d alarm is acknowledged.", "%(count)d alarms are acknowledged.", count)
    messages.success(request, done % {"count": count})
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    """To the list as it was filtered, also when nothing was done."""
    response = redirect("fleet_events")
    if back := QueryDict(request.POST.get("back", "")[:500]).urlencode():
        response["Location"] += f"?{back}"
    return response
