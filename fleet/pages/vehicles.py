"""The list of vehicles, and one vehicle."""

from datetime import timedelta
from typing import Final

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fleet import marks, selectors
from people.access import Verb, may, require

PER_PAGE: Final = 100
LAST_POSITIONS: Final = 200


@login_required
@require_safe
def vehicle_list(request: HttpRequest) -> HttpResponse:
    """Every vehicle that the user may see, with the age of its position."""
    require(request.user, Verb.VEHICLE_VIEW)
    text = request.GET.get("q", "").strip()[:80]
    page = Paginator(selectors.vehicles_for(request.user, text=text), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "text": text,
        "page": page,
        "rows": selectors.with_latest(list(page.object_list)),
        "waiting": len(selectors.unknown_devices(request.user)) if may(request.user, Verb.QUARANTINE_VIEW) else 0,
    }
    return render(request, "fleet/vehicles.html", context)


@login_required
@require_safe
def vehicle_page(request: HttpRequest, vehicle_id: int) -> HttpResponse:
    """A vehicle, its devices and its last positions."""
    require(request.user, Verb.VEHICLE_VIEW)
    vehicle = selectors.vehicle_for(request.user, vehicle_id)
    (now,) = selectors.with_latest([vehicle])
    latest = now.latest.fix_time if now.latest is not None and now.latest.fix_time is not None else timezone.now()
    found = selectors.positions_of(vehicle, latest - timedelta(hours=1), latest + timedelta(minutes=10))
    last = [(row, [marks.MEANING[bit] for bit in marks.MEANING if row.marks & bit]) for row in found]
    context = {
        "vehicle": vehicle,
        "latest": now.latest,
        "positions": last[-LAST_POSITIONS:][::-1],
        "stays": vehicle.assignments.select_related("device").order_by("-id")[:20],
        "may_assign": may(request.user, Verb.DEVICE_CLAIM, vehicle),
    }
    return render(request, "fleet/vehicle.html", context)
