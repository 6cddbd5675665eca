"""`GET /api/v1/complaints` for members of staff."""

from datetime import datetime
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, JsonResponse

from complaints.api.query import read_filters, read_number
from complaints.models import Complaint
from complaints.selectors.complaints import page
from people.access import Verb, require
from people.models import User


def list_complaints(request: HttpRequest, list_name: str) -> HttpResponse:
    """Newest first, by keyset: ``?before=<id>&limit=<1..200>`` and the filters of `complaints.api.query`.

    ``next`` is the value of ``before`` for the page after, null at the end. Raises Denied, BadParameter.
    """
    require(request.user, Verb.COMPLAINT_VIEW)
    user = cast(User, request.user)
    filters = read_filters(request.GET, user, also=frozenset({"limit"}))
    size = read_number(request.GET, "limit", 50, low=1, high=200) or 50
    found = page(user, filters, size=size)
    rows = [complaint_row(complaint) for complaint in found.complaints]
    return JsonResponse({list_name: rows, "next": found.next_before})


def complaint_row(complaint: Complaint) -> dict[str, Any]:
    """One complaint as staff get it; never with its reporter."""
    return {
        "id": complaint.pk,
        "code": complaint.tracking_code,
        "title": complaint.title,
        "status": complaint.status,
        "class": complaint.complaint_class,
        "category": complaint.category.code,
        "priority": complaint.priority,
        "lon": complaint.point.x if complaint.point else None,
        "lat": complaint.point.y if complaint.point else None,
        "place": complaint.place,
        "area": complaint.area.code if complaint.area else None,
        "agency": complaint.agency.code if complaint.agency else None,
        "channel": complaint.channel,
        "confidential": complaint.confidential,
        "created_at": _iso(complaint.created_at),
        "updated_at": _iso(complaint.updated_at),
        "due_at": _iso(complaint.due_at),
        "ended_at": _iso(complaint.ended_at),
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
