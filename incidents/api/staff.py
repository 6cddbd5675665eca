"""`GET /api/v1/reports` for members of staff."""

from datetime import datetime
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, JsonResponse

from incidents.api.query import read_filters, read_number
from incidents.models import Report
from incidents.selectors.reports import page
from people.access import Verb, require
from people.models import User


def list_reports(request: HttpRequest) -> HttpResponse:
    """Newest first, by keyset: ``?before=<id>&limit=<1..200>`` and the filters of `incidents.api.query`.

    ``next`` is the value of ``before`` for the page after, null at the end. Raises Denied, BadParameter.
    """
    require(request.user, Verb.REPORT_VIEW)
    user = cast(User, request.user)
    filters = read_filters(request.GET, user, also=frozenset({"limit"}))
    size = read_number(request.GET, "limit", 50, low=1, high=200) or 50
    found = page(user, filters, size=size)
    return JsonResponse({"reports": [report_row(report) for report in found.reports], "next": found.next_before})


def report_row(report: Report) -> dict[str, Any]:
    """One report as staff get it; never with its reporter."""
    return {
        "id": report.pk,
        "code": report.tracking_code,
        "title": report.title,
        "status": report.status,
        "class": report.report_class,
        "category": report.category.code,
        "priority": report.priority,
        "lon": report.point.x if report.point else None,
        "lat": report.point.y if report.point else None,
        "place": report.place,
        "area": report.area.code if report.area else None,
        "agency": report.agency.code if report.agency else None,
        "channel": report.channel,
        "confidential": report.confidential,
        "created_at": _iso(report.created_at),
        "updated_at": _iso(report.updated_at),
        "due_at": _iso(report.due_at),
        "ended_at": _iso(report.ended_at),
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
