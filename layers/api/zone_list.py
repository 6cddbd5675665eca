"""``GET /api/v1/zones/list``: the planner's list, without outlines."""

from typing import Any, cast

from django.db.models import Count, Q
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from layers.api.parameters import choice, number, read_query
from layers.geojson import iso
from layers.models import Status, Zone
from layers.readable import finite_json, readable
from layers.selectors import damaged_zones, zones_for_planner
from people.models import User

LONGEST_LIST = 200


@require_safe
def zone_list(request: HttpRequest) -> JsonResponse:
    """``{"zones": [...], "matched": n, "counts": {status: n}}``; ``q`` searches the names, ``status`` narrows.

    At most 200 zones, the last changed first, from the ``offset``-th on; ``matched`` says how many there are.
    ``damaged`` names zones that cannot be shown to anybody as they are stored. Four queries however many zones.
    """
    user = cast(User, request.user)
    zones = zones_for_planner(user)
    query = read_query(request, ("q", "status", "offset"))
    offset = number(query, "offset", default=0, lowest=0, highest=1_000_000)
    if text := query.get("q", "").strip():
        zones = zones.filter(Q(name__icontains=text) | Q(name_en__icontains=text))
    counts = dict.fromkeys(Status.values, 0) | dict(
        zones.order_by().values_list("status").annotate(Count("id")).values_list("status", "id__count")
    )
    status = choice(query, "status", Status.values)
    if status is not None:
        zones = zones.filter(status=status)
    matched = sum(counts.values()) if status is None else counts[status]
    rows = list(readable(zones[offset : offset + LONGEST_LIST], _row))
    damaged = damaged_zones(user) if offset == 0 else []
    return JsonResponse({"zones": rows, "matched": matched, "counts": counts, "damaged": damaged})


def _row(zone: Zone) -> dict[str, Any]:
    style = zone.style
    row = {
        "id": zone.pk,
        "name": zone.name,
        "name_en": zone.name_en,
        "purpose": zone.purpose,
        "kind": zone.kind,
        "level": zone.level,
        "color": style.color,
        "status": zone.status,
        "pending": zone.pending,
        "shown": zone.shown,
        "version": zone.published_version,
        "area_m2": round(zone.area_m2, 1),
        "updated_at": iso(zone.updated_at),
        "updated_by": str(zone.updated_by) if zone.updated_by is not None else None,
    }
    finite_json(row)
    return row
